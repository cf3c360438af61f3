/** Rules that a change begins to break, and those that it begins to keep. */
import { Exemptions } from "../../rulebook/exemptions";
import type { ChangeFacts, ResourceFacts } from "../../rulebook/facts";
import { factsOf } from "../../rulebook/planned/factsOf";
import { type Judgement, judgeAll } from "../../rulebook/judgeAll";
import type { Severity } from "../../rulebook/rule";
import type { TallyReport } from "../assess/report";
import { Tally } from "../assess/score";
import type { Configuration } from "../configuration";
import type { Planned } from "./resources";

/** A rule that one resource breaks. */
export interface Violation {
  readonly rule: string;
  readonly severity: Severity;
  /** The resource's name; `stack` for what concerns the stack as a whole. */
  readonly resource: string;
  readonly message: string;
}

/** The rulebook's view of both sides. */
export interface Verdicts {
  /** Broken after the change, and not before. */
  readonly added: readonly Violation[];
  /** Broken before the change, and not after. */
  readonly mended: readonly Violation[];
  readonly scoreBefore: TallyReport;
  readonly scoreAfter: TallyReport;
}

/**
 * Judges the stack before and after the change, by the rules that can decide on a program, and its steps.
 * @param today `2026-11-24`: an exemption that has expired covers nothing
 */
export function verdictsOf(
  all: readonly Planned[],
  { rules, options, exemptions }: Configuration,
  today: string,
): Verdicts {
  const exempt = new Exemptions(exemptions, today);
  const judged = (facts: readonly Judgeable[]): readonly Judgement[] =>
    judgeAll(
      rules.filter(({ sight }) => sight.includes("preview") || sight.includes("review")),
      facts,
      options,
    ).filter((judgement) => !isExempt(judgement, exempt));
  const before = judged(all.flatMap(({ before: old }) => (old && factsOf(old)) ?? []));
  const after = judged(all.flatMap((planned) => [afterOf(planned), { change: changeOf(planned) }]));
  return {
    added: minus(violations(after), violations(before)),
    mended: minus(violations(before), violations(after)),
    scoreBefore: scoreOf(before),
    // A key that stays is no merit of the change, one that goes is its fault.
    scoreAfter: scoreOf(
      after.filter(({ rule, verdict }) => rule.about !== "change" || verdict.status === "violation"),
    ),
  };
}

function scoreOf(judgements: readonly Judgement[]): TallyReport {
  const tally = new Tally();
  for (const { rule, verdict } of judgements)
    if (verdict.status !== "notApplicable") tally.add(rule.severity, verdict.status === "pass");
  return tally.report();
}

type Judgeable = ResourceFacts & { readonly change?: ChangeFacts };

function afterOf({ after }: Planned): Judgeable {
  return (after && factsOf(after)) ?? {};
}

function changeOf({ urn, operation, before, after, replacedBy, retained }: Planned): ChangeFacts {
  const { type = "", name = "" } = before ?? after ?? {};
  return { resource: { id: urn, type, name }, operation, replacedBy, retained };
}

function isExempt({ rule, resource, verdict }: Judgement, exemptions: Exemptions): boolean {
  if (verdict.status !== "violation" && verdict.status !== "unknown") return false;
  const { name = "stack", id: urn = "" } = resource ?? {};
  const exemption = exemptions.covering({ rule: rule.id, name, urn });
  return exemption !== undefined && !exemptions.isExpired(exemption);
}

function violations(judgements: readonly Judgement[]): readonly Violation[] {
  return judgements.flatMap(({ rule: { id, severity }, resource, verdict }) => {
    const about = { rule: id, severity, resource: resource?.name ?? "stack" };
    if (verdict.status === "violation") return [{ ...about, message: verdict.message }];
    return verdict.status === "unknown" && verdict.reportedBy === undefined
      ? [{ ...about, message: `the ${verdict.what} is not known at preview` }]
      : [];
  });
}

/** By rule and resource: a message may change while the fault stays. */
function minus(some: readonly Violation[], others: readonly Violation[]): readonly Violation[] {
  const nameOf = ({ rule, resource }: Violation): string => `${rule} ${resource}`;
  const there = new Set(others.map(nameOf));
  return some.filter((violation) => !there.has(nameOf(violation)));
}
