import { type Detection, found } from "./detection";
import { eachHit, hits, keyName, SUCCEEDED } from "./hits";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html */
export const rootUse: Detection = {
  id: "KMS-16",
  title: "The account's root user called AWS KMS",
  severity: "high",
  technique: { id: "T1078.004", name: "Valid Accounts: Cloud Accounts" },
  rationale:
    "No identity policy limits the root user, and daily work needs none. What it does with keys is an emergency, or stolen credentials.",
  remediation:
    "Ask who holds the root credentials; change the password, remove access keys, and keep root for what only root can do.",
  falsePositives: "Setting up an account in the console: lists and descriptions are told as low.",
  sigma: { selection: { "userIdentity.type": "Root" }, unless: ["userIdentity.invokedBy"] },
  async find(trail) {
    const own = await hits(
      trail,
      `${SUCCEEDED} AND identityType = 'Root' AND invokedBy IS NULL`,
      "accountId",
      trail.events,
    );
    return found(
      eachHit(own, ({ eventName, key, detail }) => ({
        severity: /^(?:List|Describe|Get)/.test(eventName) ? "low" : "high",
        message: `the root user of account ${detail ?? "(unknown)"} called ${eventName}${key === null ? "" : ` on ${keyName(key)}`}`,
      })),
    );
  },
};
