/** Applies rules; a rule that fails is a violation of that rule, never a crash and never a pass. */
import type { ChangeFacts, Estate, PolicyFacts, ResourceFacts } from "./facts";
import { besideItsKey } from "./multiRegion/related";
import type { EstateRule, Options, Rule, SubjectRule } from "./rule";
import { type EstateVerdict, type Verdict, violation } from "./verdict";
import type { Subjects } from "./facts";

/** The verdict of a rule on one resource; undefined where the rule is about other things. */
export function judge(
  rule: Rule,
  facts: ResourceFacts & { change?: ChangeFacts },
  options: Options,
): Verdict | undefined {
  switch (rule.about) {
    case "key":
      return facts.key && attempt(rule, facts.key, options);
    case "keyPolicy":
      return facts.keyPolicy && !waitsForKey(rule, facts.keyPolicy)
        ? attempt(rule, facts.keyPolicy, options)
        : undefined;
    case "grant":
      return facts.grant && attempt(rule, facts.grant, options);
    case "alias":
      return facts.alias && attempt(rule, facts.alias, options);
    case "change":
      return facts.change && attempt(rule, facts.change, options);
    case "estate":
      return undefined;
  }
}

/** The verdicts of a rule on a whole estate. */
export function judgeEstate(rule: EstateRule, estate: Estate, options: Options): readonly EstateVerdict[] {
  try {
    return rule.check(estate, options);
  } catch (error) {
    return [{ verdict: failure(error) }];
  }
}

/** The verdicts of a rule on the key policies that {@link judge} leaves until the keys that they are attached to are known. */
export function judgeAttached(rule: Rule, estate: Estate, options: Options): readonly EstateVerdict[] {
  if (rule.about !== "keyPolicy") return [];
  return estate.keyPolicy
    .filter((policy) => waitsForKey(rule, policy))
    .map((policy) => ({
      resource: policy.resource,
      verdict: attempt(rule, besideItsKey(policy, estate), options),
    }));
}

function waitsForKey({ needsKey }: SubjectRule<"keyPolicy">, { attachedTo }: PolicyFacts): boolean {
  return needsKey === true && attachedTo !== undefined;
}

function attempt<About extends keyof Subjects>(
  rule: SubjectRule<About>,
  subject: Subjects[About],
  options: Options,
): Verdict {
  try {
    return rule.check(subject, options);
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Verdict {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return violation(`the rule itself failed (${reason}), so nothing was decided; please report this`);
}
