/** What CrossGuard's `remediate` level may mend by itself: only what changes nobody's access and loses nothing. */
import type { ResourceRemediation } from "@pulumi/policy";
import { type ResourceFacts, UNKNOWN } from "../rulebook/facts";
import { judge } from "../rulebook/judge";
import { defaultsOf, type Options, type Rule } from "../rulebook/rule";
import { factsOf } from "../rulebook/planned/factsOf";

/** The properties to set on a resource that breaks the rule; undefined where nothing can be set. */
type Mend = (facts: ResourceFacts, options: Options) => Readonly<Record<string, unknown>> | undefined;

const mends: Readonly<Record<string, Mend>> = {
  "kms-rotation-enabled": () => ({ enableKeyRotation: true }),
  "kms-deletion-window": (_facts, { minimumDays }) => ({ deletionWindowInDays: minimumDays }),
  "kms-required-tags": ({ key }, { tags, values }) => {
    const filled = withValues(tags, values);
    if (key === undefined || key.tags === UNKNOWN || Object.keys(filled).length === 0) return undefined;
    const present = Object.entries(key.tags).filter(([, value]) => value.trim() !== "");
    return { tags: { ...filled, ...Object.fromEntries(present) } };
  },
};

/** The rule's remediation; undefined for a rule that people must mend. */
export function remediationOf(rule: Rule): ResourceRemediation | undefined {
  const mend = mends[rule.id];
  if (mend === undefined) return undefined;
  return (args) => {
    const options = { ...defaultsOf(rule), ...args.getConfig<Options>() };
    const facts = factsOf(args);
    if (facts === undefined || judge(rule, facts, options)?.status !== "violation") return undefined;
    const mended = mend(facts, options);
    return mended && { ...args.props, ...mended };
  };
}

/** `["Owner=platform"]` -> the tags among the required ones that have a value to fill in. */
function withValues(
  tags: Options[string] | undefined,
  values: Options[string] | undefined,
): Record<string, string> {
  if (!Array.isArray(tags) || !Array.isArray(values)) return {};
  const required = new Set(tags.map(String));
  return Object.fromEntries(
    values
      .map(String)
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])
      .filter(([key]) => required.has(key)),
  );
}
