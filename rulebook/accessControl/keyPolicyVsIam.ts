import { expandAction, findAction, kmsActions } from "../../kms/actions";
import { isAccountId } from "../../kms/arn";
import type { KeyPolicy, Statement } from "../../kms/policy/document";
import { decide } from "../../kms/policy/evaluate/decide";
import { fits } from "../../kms/policy/evaluate/pattern";
import {
  isReference,
  type Estate,
  type IdentityPolicyFacts,
  type KeyFacts,
  resolve,
  UNKNOWN,
} from "../facts";
import { policyInForce } from "../multiRegion/related";
import { type Judged, judgedPolicy } from "../policy/analysis";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";

/** An IAM policy about a key works. */
export const keyPolicyVsIam = estateRule<{ complete: boolean }>({
  id: "kms-key-policy-vs-iam",
  title: "Identity policies about a key can take effect",
  area: "Access control",
  severity: "low",
  level: "advisory",
  rationale:
    "A key policy that does not delegate to IAM makes every identity policy about the key void, and one that delegates gives nobody anything until an identity policy does: its owner believes in access that is not there.",
  remedy: {
    setting: "rootAccess: iam, or the role among users",
    property: "a key policy that allows the account root, or names the role",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-overview.html",
  options: {
    complete: {
      schema: { type: "boolean" },
      default: false,
      description: "whether the stack holds every identity policy about its keys",
    },
  },
  check: (estate, { complete }) => [
    ...estate.identityPolicy.flatMap((identity) => onIdentity(identity, estate)),
    ...(complete
      ? estate.key.map((key): EstateVerdict => ({ resource: key.resource, verdict: onKey(key, estate) }))
      : []),
  ],
});

function onIdentity(identity: IdentityPolicyFacts, estate: Estate): readonly EstateVerdict[] {
  const { resource, policy } = identity;
  const keys = identity.keys.flatMap((reference) => resolve(reference, estate.key) ?? []);
  if (policy === UNKNOWN) return keys.map((key) => ({ resource, verdict: onUnknown(key, estate) }));
  const asked = allowed(policy).flatMap(actionsOf);
  return asked.length === 0 ? [] : keys.map((key) => ({ resource, verdict: onAsked(key, asked, estate) }));
}

/** Whatever a document asks for takes effect where the key policy leaves every use to IAM. */
function onUnknown(key: KeyFacts, estate: Estate): Verdict {
  const judged = judgedPolicy(policyInForce(key, estate));
  const delegatesAll =
    "verdict" in judged
      ? judged.verdict.status === "notApplicable"
      : uses.every((action) => isDelegated(judged, action));
  return delegatesAll ? pass : unknown("document of the identity policy");
}

function allowed(policy: KeyPolicy | undefined): readonly Statement[] {
  return (policy?.statements ?? []).filter(({ effect }) => effect === "Allow");
}

function actionsOf({ actions }: Statement): readonly string[] {
  return (actions ?? []).flatMap(expandAction);
}

/** Whether somebody can use a key whose policy leaves its use to identity policies. */
function onKey(key: KeyFacts, estate: Estate): Verdict {
  const inForce = policyInForce(key, estate);
  const judged = judgedPolicy(inForce);
  if ("verdict" in judged && judged.verdict.status !== "notApplicable") return judged.verdict;
  const statements = "verdict" in judged ? [] : allowed(judged.policy);
  if (statements.some(namesUsers)) return notApplicable("the key policy names who uses the key");
  if (estate.grant.some((grant) => isReference(grant.key) && resolve(grant.key, [key]) !== undefined))
    return notApplicable("grants name who uses the key");
  return estate.identityPolicy.some((identity) => letsUse(identity, key))
    ? pass
    : violation(
        `nobody can use ${key.resource.name}: its key policy leaves that to identity policies, and none names the key`,
      );
}

/** What needs a key of a certain usage uses the key; its public key is no secret. */
const isUse = (action: string): boolean =>
  action !== "kms:GetPublicKey" && findAction(action)?.usages !== undefined;

const uses = kmsActions.map(({ name }) => name).filter(isUse);

function namesUsers(statement: Statement): boolean {
  const { principal, notPrincipal, notActions } = statement;
  const names = [...(principal?.AWS ?? []).filter((name) => !isRoot(name)), ...(principal?.Service ?? [])];
  return (
    notPrincipal !== undefined ||
    (names.length > 0 && (notActions !== undefined || actionsOf(statement).some(isUse)))
  );
}

function isRoot(name: string): boolean {
  return name.endsWith(":root") || isAccountId(name);
}

function letsUse({ policy, keys }: IdentityPolicyFacts, key: KeyFacts): boolean {
  const isMadeFrom = keys.some((reference) => resolve(reference, [key]) !== undefined);
  if (policy === UNKNOWN) return isMadeFrom;
  return allowed(policy).some(
    (statement) =>
      (statement.notActions !== undefined || actionsOf(statement).some(isUse)) &&
      (isMadeFrom || names(statement, key)),
  );
}

/** Whether the resources of an identity policy's statement can be the key; one that is not made yet has no name to compare. */
function names({ resources, notResources }: Statement, { resource }: KeyFacts): boolean {
  if (notResources !== undefined) return true;
  const called = [resource.id, ...(resource.names ?? [])];
  return (resources ?? []).some((pattern) => called.some((name) => fits(pattern, name)));
}

function onAsked(key: KeyFacts, actions: readonly string[], estate: Estate): Verdict {
  const judged = judgedPolicy(policyInForce(key, estate));
  if ("verdict" in judged) return judged.verdict.status === "notApplicable" ? pass : judged.verdict;
  const named = judged.policy.statements.some(
    ({ effect, principal }) =>
      effect === "Allow" && (principal?.AWS ?? []).some((name) => !name.endsWith(":root")),
  );
  if (actions.some((action) => isDelegated(judged, action))) return pass;
  return named
    ? notApplicable("the key policy names principals, and the identity policy may be one of theirs")
    : violation(`the key policy of ${key.resource.name} delegates none of these actions to IAM`);
}

/** Whether somebody whom the key policy does not name may do it if IAM allows it. */
function isDelegated({ policy, ownerAccount, region = "us-east-1" }: Judged, action: string): boolean {
  const decision = decide(policy, {
    principalType: "AWS",
    principal: `arn:aws:iam::${ownerAccount}:role/named-nowhere`,
    account: ownerAccount,
    action,
    resource: `arn:aws:kms:${region}:${ownerAccount}:key/00000000-0000-0000-0000-000000000000`,
    context: {},
  });
  return decision.decision === "allowed" && decision.needsIdentityPolicy;
}
