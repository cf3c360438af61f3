/** What to do, the most worth first. */
import { groupBy } from "../../kms/policy/analyse/groupBy";
import type { Severity } from "../../rulebook/rule";
import type { Finding, Recommendation, RuleReport } from "./report";
import { type Tally, weights } from "./score";

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** One recommendation for each rule with findings: the worst severity first, then what gains most. */
export function recommendationsFor(
  findings: readonly Finding[],
  rules: readonly RuleReport[],
  total: Tally,
): Recommendation[] {
  const byRule = groupBy(findings, ({ rule }) => rule);
  return rules
    .flatMap(({ id, title, severity, area, rationale, remediation, page }): Recommendation[] => {
      const found = byRule.get(id);
      if (found === undefined) return [];
      return [
        {
          rule: id,
          title,
          severity,
          area,
          findings: found.length,
          resources: [...new Set(found.map(({ resource }) => resource))],
          gain: total.worth(found.length * weights[severity]),
          why: rationale,
          remediation,
          page,
        },
      ];
    })
    .sort(
      (left, right) =>
        severities.indexOf(left.severity) - severities.indexOf(right.severity) || right.gain - left.gain,
    );
}
