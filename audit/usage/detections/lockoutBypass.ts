import { type Detection, found } from "./detection";
import { eachHit, hits, keyName, nameOf, parameter, SUCCEEDED } from "./hits";

const operations = ["PutKeyPolicy", "CreateKey", "ReplicateKey"] as const;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html#KMS-PutKeyPolicy-request-BypassPolicyLockoutSafetyCheck */
export const lockoutBypass: Detection = {
  id: "KMS-01",
  title: "Key policy set without the lock-out safety check",
  severity: "critical",
  technique: { id: "T1486", name: "Data Encrypted for Impact" },
  rationale:
    "BypassPolicyLockoutSafetyCheck lets a caller set a policy under which nobody can manage the key again: only AWS Support can undo it.",
  remediation:
    "Read the policy that was set; while anyone can still call PutKeyPolicy, put the last good one back. Deny kms:BypassPolicyLockoutSafetyCheck by SCP.",
  falsePositives: "A planned key that only a service may use: there is a change record.",
  attempts: operations,
  sigma: { selection: { eventName: operations, "requestParameters.bypassPolicyLockoutSafetyCheck": true } },
  async find(trail) {
    const set = await hits(
      trail,
      `${SUCCEEDED} AND eventName IN ('PutKeyPolicy', 'CreateKey', 'ReplicateKey') AND ${parameter("bypassPolicyLockoutSafetyCheck")} = 'true'`,
    );
    return found(
      eachHit(set, ({ eventName, principal, key }) => ({
        severity: "critical",
        message: `${nameOf(principal)} called ${eventName} on ${keyName(key)} with BypassPolicyLockoutSafetyCheck`,
      })),
    );
  },
};
