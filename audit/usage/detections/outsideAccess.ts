import { compare } from "../../../kms/policy/compare";
import { tellRequest } from "../../../kms/policy/analyse/tell";
import { type Detection, type Finding, found } from "./detection";
import { keyName, nameOf } from "./hits";
import type { PolicyEvent } from "./policyEvents";

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
export const outsideAccess: Detection = {
  id: "KMS-02",
  title: "Key policy opens the key to outsiders",
  severity: "critical",
  technique: { id: "T1098", name: "Account Manipulation" },
  rationale:
    "Whoever a key policy lets in from another account can read, or hold to ransom, what the key protects. The policy is analysed with its conditions, and a request proves who gets in.",
  remediation:
    "Put the policy back that the key had before, or narrow the statement by account or organization; then look for uses of the key by the outsider.",
  falsePositives: "Accounts that share the key on purpose: list them as trustedAccounts.",
  attempts: ["PutKeyPolicy"],
  async find(trail) {
    return found((await trail.policies()).flatMap(judge));
  },
};

/** Access of outsiders that is as bad as owning the key. */
const worst: ReadonlySet<string> = new Set([
  ...["kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant", "kms:PutKeyPolicy"],
]);

function judge(event: PolicyEvent): readonly Finding[] {
  const { analysis, problem, principal, key, owner } = event;
  const finding = { principal, key, count: 1, events: [event.event], first: event.time, last: event.time };
  const who = `${nameOf(principal)} called ${event.eventName} on ${keyName(key)}`;
  if (problem !== undefined)
    return [
      { ...finding, severity: "medium", message: `${who} with a policy that cannot be judged: ${problem}` },
    ];
  if (analysis === undefined) return [];
  const access = owner === undefined && analysis.access === "external" ? "private" : analysis.access;
  if (access === "private") return [];
  const proof = analysis.findings.find(
    ({ rule }) => rule === "kms-public-access" || rule === "kms-external-access",
  );
  const bad = analysis.externalActions.some((action) => worst.has(action));
  const sentence = proof?.message ?? "the policy is too intricate to be decided, so it is taken to be public";
  return [
    {
      ...finding,
      severity: bad ? "critical" : "high",
      message: `${who}: ${sentence}${owner === undefined ? " (owner unknown)" : ""}${change(event)}`,
    },
  ];
}

/** Whether the key was as open before. */
function change({ before, policy, options }: PolicyEvent): string {
  if (before?.policy === undefined || policy === undefined) return "";
  const { gained } = compare(before.policy, policy, options);
  const outside = gained.filter(({ zone }) => zone === "named" || zone === "arbitrary");
  if (outside.length === 0) return `; it was as open since ${before.time}`;
  const told = outside.map(({ witness, zone }) =>
    tellRequest(witness, zone === "arbitrary" ? "anyone" : "named"),
  );
  return `; new since the policy of ${before.time}: ${[...new Set(told)].slice(0, 3).join("; ")}`;
}
