/** Whether an AWS service can use a key. */
import type { Estate, KeyFacts } from "../facts";
import { policyInForce } from "../multiRegion/related";
import { analysisOf, judgedPolicy } from "../policy/analysis";
import type { Verdict } from "../verdict";

/**
 * The actions that the service cannot call with the key, or the verdict where nobody can tell. Under AWS's default key policy no service
 * can call any: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function missingFor(
  service: string,
  actions: readonly string[],
  key: KeyFacts,
  estate: Estate,
): readonly string[] | { readonly verdict: Verdict } {
  const judged = judgedPolicy(policyInForce(key, estate));
  if ("verdict" in judged)
    return judged.verdict.status === "notApplicable" ? actions : { verdict: judged.verdict };
  const held = new Set(
    analysisOf(judged)
      .permissions.filter(({ zone, principals }) => zone === "service" && principals.includes(service))
      .flatMap((permission) => permission.actions),
  );
  return actions.filter((action) => !held.has(action));
}
