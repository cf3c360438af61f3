import { expandAction } from "../../kms/actions";
import type { Statement } from "../../kms/policy/document";
import { decide } from "../../kms/policy/evaluate/decide";
import { type Estate, type KeyFacts, resolve, UNKNOWN } from "../facts";
import { policyInForce } from "../multiRegion/related";
import { type Judged, judgedPolicy } from "../policy/analysis";
import { type EstateVerdict, estateRule, notApplicable, pass, violation } from "../rule";

/** An IAM policy about a key works. */
export const keyPolicyVsIam = estateRule({
  id: "kms-key-policy-vs-iam",
  title: "Identity policies about a key can take effect",
  area: "Access control",
  severity: "low",
  level: "advisory",
  rationale:
    "A key policy that does not delegate to IAM makes every identity policy about the key void: its owner believes in access that is not there.",
  remedy: {
    setting: "rootAccess: iam, or the role among users",
    property: "a key policy that allows the account root, or names the role",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-overview.html",
  check: (estate) =>
    estate.identityPolicy.flatMap((identity): EstateVerdict[] => {
      if (identity.policy === UNKNOWN || identity.policy === undefined) return [];
      const asked = identity.policy.statements.filter(({ effect }) => effect === "Allow").flatMap(actionsOf);
      if (asked.length === 0) return [];
      const keys = identity.keys.flatMap((reference) => resolve(reference, estate.key) ?? []);
      return keys.map((key) => ({ resource: identity.resource, verdict: verdictOn(key, asked, estate) }));
    }),
});

function actionsOf({ actions }: Statement): readonly string[] {
  return (actions ?? []).flatMap(expandAction);
}

function verdictOn(key: KeyFacts, actions: readonly string[], estate: Estate) {
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
