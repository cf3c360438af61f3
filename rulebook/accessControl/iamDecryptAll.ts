import { expandAction, kmsActions } from "../../kms/actions";
import type { Statement } from "../../kms/policy/document";
import { nameOf } from "../../kms/policy/evaluate/decide";
import { conditionHolds } from "../../kms/policy/evaluate/conditions";
import { fits } from "../../kms/policy/evaluate/pattern";
import { type IdentityPolicyFacts, UNKNOWN } from "../facts";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";

/** https://docs.aws.amazon.com/config/latest/developerguide/iam-customer-policy-blocked-kms-actions.html */
const readsData = ["kms:Decrypt", "kms:ReEncryptFrom"];

/** IAM lets nobody read everything. */
export const iamDecryptAll = estateRule({
  id: "kms-iam-decrypt-all",
  title: "No identity policy allows decryption with every key",
  area: "Access control",
  severity: "medium",
  level: "advisory",
  rationale:
    "Where key policies delegate to IAM, a policy on all keys reads all data of the account, and of every account whose key policies let this one in.",
  remedy: {
    property:
      "Resource with the ARNs of the keys meant (output keys.<name>.arns of this stack), or a condition on kms:ResourceAliases",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
  standards: { fsbp: ["KMS.1", "KMS.2"], nist: ["AC-2", "AC-3", "AC-5", "AC-6", "AC-6(3)"], pci: ["7.2.2"] },
  check({ identityPolicy: policies }) {
    const unknowns = policies.filter(({ policy }) => policy === UNKNOWN).map(({ resource }) => resource.name);
    return [
      ...policies
        .filter(({ policy }) => policy !== UNKNOWN)
        .map((one): EstateVerdict => ({ resource: one.resource, verdict: verdictOn(one) })),
      // Most policies that come from outputs are about no key at all: they are told together, not one by one.
      ...(unknowns.length === 0
        ? []
        : [{ verdict: unknown(`document of these identity policies (${unknowns.join(", ")})`) }]),
    ];
  },
});

function verdictOn({ policy, problem }: IdentityPolicyFacts): Verdict {
  if (problem !== undefined) return unknown(`content of the policy (${problem})`);
  if (policy === UNKNOWN || policy === undefined) return notApplicable("there is no policy document");
  const wide = policy.statements.filter(
    (statement) =>
      statement.effect === "Allow" && !isBound(statement, policy.version) && coversEveryKey(statement),
  );
  const told = wide.flatMap((statement) => {
    const actions = actionsOf(statement);
    const read = readsData.filter((action) => actions.has(action));
    if (read.length === 0) return [];
    const all = kmsActions.every(({ name, usesKey }) => !usesKey || actions.has(name) || isMlKem(name));
    return [`${nameOf(statement)} allows ${all ? "kms:*" : read.join(" and ")} on every key`];
  });
  return told.length === 0 ? pass : violation(told.join("; "));
}

function isMlKem(action: string): boolean {
  return action === "kms:Encapsulate" || action === "kms:Decapsulate";
}

function actionsOf({ actions, notActions }: Statement): ReadonlySet<string> {
  if (actions !== undefined) return new Set(actions.flatMap(expandAction));
  const excluded = new Set((notActions ?? []).flatMap(expandAction));
  return new Set(kmsActions.map(({ name }) => name).filter((name) => !excluded.has(name)));
}

/** Two keys with nothing in common: a resource that covers both covers every key of an account and Region. */
const anyKeys = ["0f3c1d5e-0000-4000-8000-00000000a001", "mrk-9b7a00000000400080000000000b002"];

/** An account, Region or partition that a pattern names is where all its keys are. */
function coversEveryKey({ resources, notResources }: Statement): boolean {
  if (notResources !== undefined) return true;
  return (resources ?? []).some((resource) => {
    const [, partition = "aws", , region = "us-east-1", account = "111111111111"] = resource.split(":");
    const place = [partition, "kms", region, account].map((part, index) =>
      /[*?]/.test(part) ? (["aws", "kms", "us-east-1", "111111111111"][index] ?? part) : part,
    );
    return anyKeys.every((id) => fits(resource, `arn:${place.join(":")}:key/${id}`));
  });
}

/** Conditions that can leave only some keys, or only requests through a service. */
const bounding =
  /^(kms:ResourceAliases|kms:RequestAlias|aws:ResourceTag\/.+|kms:ViaService|aws:CalledVia(First|Last)?)$/i;

/** Whether the conditions refuse a direct request for a key without aliases and tags. */
function isBound({ conditions }: Statement, version: string | undefined): boolean {
  return conditions.some(
    (condition) => bounding.test(condition.key) && !conditionHolds(condition, version, () => undefined),
  );
}
