import type { Permission } from "../../kms/policy/analyse/analyse";
import type { KeyPolicy } from "../../kms/policy/document";
import { decide, nameOf } from "../../kms/policy/evaluate/decide";
import { withoutContext } from "../policy/requests";
import { notApplicable, passUnless, policyRule } from "../rule";
import { attestableAction, attestationOf, enclavePolicy, enclaveTag } from "./enclaves";

/** Measurements of where an image runs: the instance's role, the instance, and who signed the image. */
const DEPLOYMENT = /^kms:RecipientAttestation:PCR[348]$/i;

/** An account and organization that are nobody's here. */
const elsewhere = {
  "aws:PrincipalAccount": "000000000000",
  "kms:CallerAccount": "000000000000",
  "aws:PrincipalOrgID": "o-0000000000",
  "aws:PrincipalOrgPaths": ["o-0000000000/r-0000/"],
};

/** A key for enclaves opens where its image is meant to run. */
export const enclaveDeployment = policyRule<{ tag: string }>({
  id: "kms-enclave-deployment",
  title: "Keys for enclaves say where their image may run",
  area: "Access control",
  severity: "low",
  level: "disabled",
  needsKey: true,
  rationale:
    "The measurement of an image says nothing of where it runs: who gets hold of the image and of the role's credentials runs it wherever he likes.",
  remedy: {
    setting: "statements that also demand kms:RecipientAttestation:PCR3, PCR4 or PCR8",
    property:
      "kms:RecipientAttestation:PCR3 (the instance's role), PCR4 (the instance) or PCR8 (who signed the image) beside the image's measurement, or aws:PrincipalAccount or aws:PrincipalOrgID",
  },
  awsPage: "https://docs.aws.amazon.com/enclaves/latest/user/set-up-attestation.html",
  standards: { nist: ["AC-3", "AC-6"] },
  options: { tag: enclaveTag },
  check(subject, { tag }) {
    const enclave = enclavePolicy(subject, tag);
    if ("verdict" in enclave) return enclave.verdict;
    const { judged, permissions } = enclave;
    const attested = permissions.filter(
      (permission) => attestableAction(permission) !== undefined && attestationOf(permission).length > 0,
    );
    if (attested.length === 0)
      return notApplicable("no statement demands an attestation, of which kms-enclave-attestation speaks");
    const anywhere = attested.flatMap((permission) => runsAnywhere(permission, judged.policy));
    return passUnless(
      anywhere,
      ({ statement, witness }) =>
        `${statement}: ${witness.principal} can call ${witness.action} with the image on any instance`,
    );
  },
});

/** Tries the request with the marks of another instance, and then of another account: what neither hinders, nothing binds. */
function runsAnywhere(permission: Permission, policy: KeyPolicy) {
  const action = attestableAction(permission);
  if (action === undefined) return [];
  const request = permission.request(action);
  const bare = withoutContext(request, DEPLOYMENT);
  const marks = attestationOf(permission).filter(({ key }) => DEPLOYMENT.test(key));
  const otherMarks = Object.fromEntries(marks.map(({ key }) => [key, "5f".repeat(48)]));
  const witness = [bare, { ...bare, context: { ...bare.context, ...otherMarks } }].find(
    (one) => decide(policy, one).decision === "allowed",
  );
  const account = { ...request, context: { ...request.context, ...elsewhere } };
  return witness !== undefined && decide(policy, account).decision === "allowed"
    ? [{ statement: nameOf(permission.statement), witness }]
    : [];
}
