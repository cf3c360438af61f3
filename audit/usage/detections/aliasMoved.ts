import type { Detection } from "./detection";
import { foundHits, keyName, nameOf, parameter, SUCCEEDED } from "./hits";

const operations = ["UpdateAlias", "DeleteAlias"] as const;

/** https://docs.aws.amazon.com/kms/latest/developerguide/alias-update.html */
export const aliasMoved: Detection = {
  id: "KMS-19",
  title: "Alias moved to another key, or deleted",
  severity: "medium",
  technique: { id: "T1486", name: "Data Encrypted for Impact" },
  rationale:
    "Applications that name a key by its alias encrypt with whatever key it stands for: who moves it decides whose key the next data is under.",
  remediation: "Point the alias back to the right key, then encrypt again what was written in between.",
  falsePositives: "A planned change of key: blue and green.",
  attempts: operations,
  sigma: { selection: { eventName: operations } },
  find: (trail) =>
    foundHits(
      trail,
      `${SUCCEEDED} AND eventName IN ('UpdateAlias', 'DeleteAlias')`,
      ({ eventName, principal, key, detail }) => ({
        severity: "medium",
        message:
          eventName === "UpdateAlias"
            ? `${nameOf(principal)} moved ${detail ?? "an alias"} to ${keyName(key)}`
            : `${nameOf(principal)} deleted ${detail ?? "an alias"} of ${keyName(key)}`,
      }),
      parameter("aliasName"),
    ),
};
