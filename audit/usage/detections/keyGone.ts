import { type Detection, found } from "./detection";
import { eachHit, hits, KEY, keyName, SUCCEEDED } from "./hits";

const operations = ["DeleteKey", "DeleteExpiredKeyMaterial"] as const;

/** https://docs.aws.amazon.com/kms/latest/developerguide/ct-delete-key.html */
export const keyGone: Detection = {
  id: "KMS-21",
  title: "A key, or its material, is gone",
  severity: "high",
  technique: { id: "T1485", name: "Data Destruction" },
  rationale:
    "The waiting period is over, or imported material has expired: what was encrypted with the key cannot be read any more.",
  remediation:
    "Import the same material again if it only expired. A deleted key cannot be had back: restore the data from copies under other keys.",
  falsePositives: "Deletions that are known: where the events tell who scheduled one, it is informational.",
  sigma: { selection: { eventName: operations, eventType: "AwsServiceEvent" } },
  lookback: "end",
  async find(trail) {
    const gone = await hits(
      trail,
      `${SUCCEEDED} AND eventType = 'AwsServiceEvent' AND eventName IN ('DeleteKey', 'DeleteExpiredKeyMaterial')`,
    );
    if (gone.length === 0) return found([]);
    const causes = await hits(
      trail,
      `${SUCCEEDED} AND eventName IN ('ScheduleKeyDeletion', 'ImportKeyMaterial', 'CancelKeyDeletion') AND ${KEY} IS NOT NULL`,
      "NULL",
      trail.everyRareEvent,
    );
    return found(
      eachHit(gone, ({ eventName, key, time }) => {
        const cause = causes
          .filter((event) => event.key === key && event.time <= time)
          .filter(
            (event) =>
              (event.eventName === "ImportKeyMaterial") === (eventName === "DeleteExpiredKeyMaterial"),
          )
          .at(-1);
        const what =
          eventName === "DeleteKey"
            ? `${keyName(key)} was deleted`
            : `the material of ${keyName(key)} expired`;
        if (cause === undefined || cause.eventName === "CancelKeyDeletion") {
          const missing =
            eventName === "DeleteKey" ? "no schedule event in input" : "no import event in input";
          return { severity: "high", message: `${what}; ${missing}` };
        }
        return {
          severity: "informational",
          message: `${what}; ${cause.principal} called ${cause.eventName} at ${cause.time}`,
        };
      }),
    );
  },
};
