import { accountOf } from "../../kms/arn";
import type { Permission } from "../../kms/policy/analyse/analyse";
import type { KeyPolicy } from "../../kms/policy/document";
import { decide, nameOf } from "../../kms/policy/evaluate/decide";
import type { Request, RequestContext } from "../../kms/policy/evaluate/request";
import type { Judged } from "../policy/analysis";
import { withoutContext } from "../policy/requests";
import { passUnless, policyRule } from "../rule";
import { ATTESTATION, attestableAction, enclavePolicy, enclaveTag } from "./enclaves";

/** A key for enclaves is for enclaves alone. */
export const enclaveAttestation = policyRule<{ tag: string }>({
  id: "kms-enclave-attestation",
  title: "Keys for enclaves demand attestation of everybody",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  needsKey: true,
  rationale:
    "Attestation protects only if there is no way around it: the account root's delegation to IAM, another role, another action, a wildcard for any image.",
  remedy: {
    setting: "statements with kms:RecipientAttestation conditions and a Deny for everybody else",
    property:
      "a policy whose statements demand kms:RecipientAttestation:ImageSha384 or a PCR, with a Deny where it is null",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclaves.html",
  standards: { nist: ["AC-3", "AC-6"] },
  options: { tag: enclaveTag },
  check(subject, { tag }) {
    const enclave = enclavePolicy(subject, tag);
    if ("verdict" in enclave) return enclave.verdict;
    const { judged, permissions } = enclave;
    const around = permissions.flatMap((permission) => wayAround(permission, judged));
    return passUnless(
      around,
      ({ statement, witness }) =>
        `${statement}: ${witness.principal} can call ${witness.action} without the attestation of one image`,
    );
  },
});

function wayAround(permission: Permission, { policy, ownerAccount }: Judged) {
  const action = attestableAction(permission);
  if (action === undefined) return [];
  const bare = withoutContext(permission.request(action), ATTESTATION);
  const askers = [
    bare,
    ...others(policy, ownerAccount).map((principal) => ({ ...bare, principal, context: {} })),
  ];
  const witness = askers
    .flatMap((asker): Request[] =>
      attestations(policy).map((context) => ({ ...asker, context: { ...asker.context, ...context } })),
    )
    .find((request) => decide(policy, request).decision === "allowed");
  return witness === undefined ? [] : [{ statement: nameOf(permission.statement), witness }];
}

/** Principals of the owner that the policy names: one that a Deny spares has a way that the others do not have. */
function others({ statements }: KeyPolicy, ownerAccount: string): readonly string[] {
  const names = statements.flatMap(({ principal, notPrincipal }) => [
    ...(principal?.AWS ?? []),
    ...(notPrincipal?.AWS ?? []),
  ]);
  return [...new Set(names)].filter(
    (name) => accountOf(name) === ownerAccount && /:(role|user)\//.test(name) && !name.includes("*"),
  );
}

/** What proves nothing: no attestation, that of any image by all measurements or by one alone, and what fits a wildcard. */
function attestations({ statements }: KeyPolicy): readonly RequestContext[] {
  const conditions = statements
    .flatMap((statement) => statement.conditions)
    .filter(({ key }) => ATTESTATION.test(key));
  const anyImage = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, "5f".repeat(48)]));
  const keys = [...new Set(conditions.map(({ key }) => key))];
  const wildcards = conditions
    .filter(({ operator }) => operator.includes("Like"))
    .flatMap(({ key, values }) =>
      values
        .filter((value) => /[*?]/.test(value))
        .map((value) => ({ [key]: value.replaceAll(/[*?]/g, "5") })),
    );
  return [{}, anyImage(keys), ...keys.map((key) => anyImage([key])), ...wildcards];
}
