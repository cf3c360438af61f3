import { accountOf } from "../../kms/arn";
import { type Estate, type KeyFacts, resolve, UNKNOWN } from "../facts";
import { estateRule, pass, violation } from "../rule";

/** Every key says itself who may use it. */
export const policyExplicit = estateRule({
  id: "kms-policy-explicit",
  title: "Keys have a key policy of their own",
  area: "Access control",
  severity: "low",
  level: "disabled",
  rationale:
    "AWS's default key policy leaves everything to IAM: whoever may write IAM policies may use and delete the key.",
  remedy: {
    setting: "administrators and users",
    property: "policy on the key, or an aws.kms.KeyPolicy for it",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  standards: { nist: ["AC-3", "AC-6"] },
  check: (estate) =>
    estate.key.map((key) => ({
      resource: key.resource,
      verdict: hasOwnPolicy(key, estate) ? pass : violation("the key has AWS's default key policy"),
    })),
});

function hasOwnPolicy(key: KeyFacts, { keyPolicy: policies }: Estate): boolean {
  if (key.policy === UNKNOWN || key.policy.kind === "unreadable") return true; // kms-policy-unknown reports it
  if (key.policy.kind === "document" && !isDefault(key)) return true;
  return policies.some(
    ({ attachedTo }) =>
      attachedTo !== UNKNOWN && attachedTo !== undefined && resolve(attachedTo, [key]) !== undefined,
  );
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function isDefault({ policy }: KeyFacts): boolean {
  if (policy === UNKNOWN || policy.kind !== "document") return false;
  const [only, ...others] = policy.policy.statements;
  if (only === undefined || others.length > 0 || only.effect !== "Allow" || only.conditions.length > 0)
    return false;
  const principals = only.principal?.AWS ?? [];
  const [root] = principals;
  return (
    principals.length === 1 &&
    root !== undefined &&
    accountOf(root) !== undefined &&
    (root.endsWith(":root") || /^\d{12}$/.test(root)) &&
    only.actions?.length === 1 &&
    only.actions[0] === "kms:*"
  );
}
