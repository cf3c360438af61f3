import { expandAction } from "../../kms/actions";
import type { Permission } from "../../kms/policy/analyse/analyse";
import { decide, nameOf } from "../../kms/policy/evaluate/decide";
import type { Request } from "../../kms/policy/evaluate/request";
import { UNKNOWN } from "../facts";
import { analysisOf, judgedPolicy } from "../policy/analysis";
import { withoutContext } from "../policy/requests";
import { passUnless, policyRule, unknown } from "../rule";
import { tagValue } from "../tags";

/** Operations of a symmetric key that take an encryption context. */
const contextual: ReadonlySet<string> = new Set([
  ...["kms:Decrypt", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
  ...expandAction("kms:GenerateDataKey*"),
]);

/** Data that leaves the account says what it is for. */
export const encryptionContext = policyRule<{ tag: string }>({
  id: "kms-encryption-context",
  title: "Shares demand an encryption context",
  area: "Access control",
  severity: "low",
  level: "disabled",
  needsKey: true,
  rationale:
    "An encryption context binds each ciphertext to what it is for and shows in CloudTrail; without one, who may decrypt anything may decrypt everything.",
  remedy: {
    setting: "encryptionContext in the share",
    property: "a policy whose statement demands kms:EncryptionContext:<key> or kms:EncryptionContextKeys",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html",
  standards: { nist: ["AC-3", "AC-4"] },
  options: {
    tag: {
      description:
        "tag key of keys that demand an encryption context of everybody, not of other accounts alone",
      schema: { type: "string" },
      default: "EncryptionContext",
    },
  },
  check(subject, { tag }) {
    const judged = judgedPolicy(subject);
    if ("verdict" in judged) return judged.verdict;
    const freeOfAll = analysisOf(judged).permissions.flatMap((permission) => {
      const witness = requestWithoutContext(permission);
      return witness !== undefined && decide(judged.policy, witness).decision === "allowed"
        ? [{ zone: permission.zone, statement: nameOf(permission.statement), witness }]
        : [];
    });
    const demandsOfAll = subject.tags !== UNKNOWN && tagValue(subject.tags, tag) !== undefined;
    const free = freeOfAll.filter(({ zone }) => demandsOfAll || (zone !== "owner" && zone !== "service"));
    if (free.length === 0 && freeOfAll.length > 0 && subject.tags === UNKNOWN) return unknown("tags");
    return passUnless(
      free,
      ({ statement, witness }) =>
        `${statement}: ${witness.principal} can call ${witness.action} without an encryption context`,
    );
  },
});

function requestWithoutContext({ actions, request }: Permission): Request | undefined {
  const action = actions.find((name) => contextual.has(name));
  return action === undefined ? undefined : withoutContext(request(action), /^kms:EncryptionContext/i);
}
