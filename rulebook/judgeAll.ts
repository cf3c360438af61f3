/** The verdicts of many rules on everything there is. */
import { type ChangeFacts, estateOf, type Resource, type ResourceFacts } from "./facts";
import { judge, judgeAttached, judgeEstate } from "./judge";
import { defaultsOf, type Options, type Rule } from "./rule";
import type { Verdict } from "./verdict";

/** What one rule found about one resource; about the whole stack or account where none is named. */
export interface Judgement {
  readonly rule: Rule;
  readonly resource?: Resource;
  readonly verdict: Verdict;
}

/**
 * Judges resources one by one and all together.
 * @param rules those that may decide where the facts come from: see `sight`
 * @param facts one element a resource
 * @param options those that a configuration sets, by rule id; a rule's own defaults fill the rest
 */
export function judgeAll(
  rules: readonly Rule[],
  facts: readonly (ResourceFacts & { readonly change?: ChangeFacts })[],
  options: Readonly<Record<string, Options>> = {},
): readonly Judgement[] {
  const estate = estateOf(facts);
  return rules.flatMap((rule): readonly Judgement[] => {
    const chosen = { ...defaultsOf(rule), ...options[rule.id] };
    if (rule.about === "estate")
      return judgeEstate(rule, estate, chosen).map((found) => ({ rule, ...found }));
    const { about } = rule;
    const attached = judgeAttached(rule, estate, chosen).map((found) => ({ rule, ...found }));
    const each = facts.flatMap((one) => {
      const resource = one[about]?.resource;
      const verdict = judge(rule, one, chosen);
      return resource === undefined || verdict === undefined ? [] : [{ rule, resource, verdict }];
    });
    return [...each, ...attached];
  });
}
