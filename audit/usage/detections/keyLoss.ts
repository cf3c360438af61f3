import type { Detection } from "./detection";
import { foundHits, keyName, nameOf, SUCCEEDED } from "./hits";
import { notOfTests } from "./keysByAlias";

const operations = ["DisableKey", "ScheduleKeyDeletion"] as const;

/** CIS AWS Foundations 3.7 and 4.7: https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-7 */
export const keyLoss: Detection = {
  id: "KMS-24",
  title: "Key disabled or scheduled for deletion",
  severity: "high",
  technique: { id: "T1485", name: "Data Destruction" },
  rationale:
    "A disabled key stops what depends on it; one that is scheduled for deletion takes its data along when the waiting period ends.",
  remediation:
    "Ask who did it whether it is meant; else call CancelKeyDeletion and EnableKey. Look at the key's users in this report first.",
  falsePositives: "Decommissioning with a change record; stacks of tests: list their aliases as testAliases.",
  attempts: operations,
  sigma: { selection: { eventName: operations } },
  find: (trail) =>
    foundHits(
      trail,
      `${SUCCEEDED} AND eventName IN ('DisableKey', 'ScheduleKeyDeletion') AND ${notOfTests(trail)}`,
      ({ eventName, principal, key, detail }) =>
        eventName === "DisableKey"
          ? { severity: "medium", message: `${nameOf(principal)} disabled ${keyName(key)}` }
          : {
              severity: "high",
              message: `${nameOf(principal)} scheduled ${keyName(key)} for deletion${detail === null ? "" : ` in ${detail} days`}`,
            },
      "json_extract_scalar(requestParameters, '$.pendingWindowInDays')",
    ),
};
