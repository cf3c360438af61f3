import { accountOf } from "../../../kms/arn";
import { type Detection, type Finding, found } from "./detection";
import { keyName, nameOf } from "./hits";
import type { PolicyEvent } from "./policyEvents";

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam */
export const ownerCutOut: Detection = {
  id: "KMS-03",
  title: "Key policy leaves the owning account out",
  severity: "critical",
  technique: { id: "T1486", name: "Data Encrypted for Impact" },
  rationale:
    "Without a statement for the key's own account nobody there can give access through IAM; if the named principals go, the key and its data are lost.",
  remediation:
    "Add the statement that allows the account's root kms:*, from a principal that can still call PutKeyPolicy; else ask AWS Support.",
  falsePositives: "Keys that only a service may use, by design.",
  attempts: ["PutKeyPolicy"],
  async find(trail) {
    return found((await trail.policies()).flatMap(judge));
  },
};

function judge(event: PolicyEvent): readonly Finding[] {
  const { policy, analysis, owner, bypass, principal, key } = event;
  if (policy === undefined || analysis === undefined) return [];
  const named = namesOwner(event);
  if (named && (owner === undefined || !analysis.lockout)) return [];
  const what = analysis.lockout
    ? "nobody of the account can change it again"
    : "it relies on the principals it names alone";
  const whose = owner === undefined ? "its own account (owner unknown)" : `its own account ${owner}`;
  return [
    {
      severity: bypass ? "critical" : "high",
      message: `${nameOf(principal)} called ${event.eventName} on ${keyName(key)} with a policy that ${named ? "lets too little to" : "has no statement for"} ${whose}: ${what}`,
      ...{ principal, key, count: 1, events: [event.event], first: event.time, last: event.time },
    },
  ];
}

/** Whether an Allow names the account, as its root or by its id, or everybody with the right to change the policy. */
function namesOwner({ policy, owner, analysis }: PolicyEvent): boolean {
  const allows = policy?.statements.filter(
    ({ effect, ineffective }) => effect === "Allow" && ineffective === undefined,
  );
  return (allows ?? []).some(({ principal, notPrincipal }) => {
    if (notPrincipal !== undefined) return analysis?.lockout === false;
    return (principal?.AWS ?? []).some((name) => {
      if (name === "*") return analysis?.lockout === false;
      const whole = name.endsWith(":root") || /^\d{12}$/.test(name);
      return whole && (owner === undefined || accountOf(name) === owner);
    });
  });
}
