import { type Detection, type Finding, found } from "./detection";
import { accountOfGrantee, type GrantEvent, grantEvents, operationsOf, perhapsOutside } from "./grantEvents";
import { keyName, nameOf } from "./hits";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
export const outsideGrant: Detection = {
  id: "KMS-08",
  title: "Grant to a principal of another account",
  severity: "high",
  technique: { id: "T1098", name: "Account Manipulation" },
  rationale:
    "A grant is access beside the key policy, which nobody sees there: one to an outsider is a back door, and an outsider who may retire grants can cut others off.",
  remediation: "Call RevokeGrant with the grant's id, then look for uses of the key by the grantee.",
  falsePositives: "Accounts that share the key on purpose: list them as trustedAccounts.",
  attempts: ["CreateGrant"],
  async find(trail) {
    const trusted = new Set(trail.allow.trustedAccounts);
    const grants = await grantEvents(trail, perhapsOutside);
    return found(grants.flatMap((grant) => judge(grant, trusted)));
  },
};

function judge(grant: GrantEvent, trusted: ReadonlySet<string>): readonly Finding[] {
  const { principal, key, owner, grantee, retiring, event, time } = grant;
  const isOutside = (who: string | null): boolean => {
    const account = accountOfGrantee(who);
    return account !== undefined && account !== owner && !trusted.has(account);
  };
  const may = operationsOf(grant).join(", ");
  const parts = [
    ...(isOutside(grantee)
      ? [`lets ${nameOf(grantee ?? "")} call ${may === "" ? "some operations" : may}`]
      : []),
    ...(isOutside(retiring) ? [`lets ${nameOf(retiring ?? "")} retire it`] : []),
  ];
  if (parts.length === 0) return [];
  const message = `${nameOf(principal)} made a grant on ${keyName(key)} that ${parts.join(" and ")}${owner === null ? " (owner unknown)" : ""}`;
  return [
    {
      severity: "high",
      message,
      principal,
      key: key ?? undefined,
      count: 1,
      events: [event],
      first: time,
      last: time,
    },
  ];
}
