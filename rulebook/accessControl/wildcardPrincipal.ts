import type { PrincipalSet, Statement } from "../../kms/policy/document";
import { UNKNOWN } from "../facts";
import { policyUnknown } from "./policyUnknown";
import { notApplicable, pass, policyRule, unknown, violation } from "../rule";

/** Nobody is let in by `*`. */
export const wildcardPrincipal = policyRule({
  id: "kms-wildcard-principal",
  title: "Key policies name their principals",
  area: "Access control",
  severity: "medium",
  level: "mandatory",
  rationale:
    "A wildcard principal lets in whoever its conditions forget; named principals let in nobody else.",
  remedy: {
    setting: "principals that name accounts, roles or users instead of *",
    property: "a policy whose Principal names accounts, roles or users instead of *",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
  options: {},
  check(subject) {
    if (subject.policy === UNKNOWN) return unknown("key policy", policyUnknown.id);
    if (subject.policy.kind !== "document") return notApplicable("there is no key policy document to read");
    const open = subject.policy.policy.statements.filter(
      (statement) => statement.effect === "Allow" && isOpen(statement),
    );
    return open.length === 0
      ? pass
      : violation(`the key policy lets in principal * by ${open.map(nameOf).join(", ")}`);
  },
});

function isOpen({ principal, notPrincipal }: Statement): boolean {
  return notPrincipal !== undefined || (principal !== undefined && hasWildcard(principal));
}

function hasWildcard(principal: PrincipalSet): boolean {
  return principal.anyone || principal.AWS.includes("*");
}

function nameOf({ sid, index }: Statement): string {
  return sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} (${sid})`;
}
