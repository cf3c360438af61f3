/** One policy's verdict: what the analysis and the lint say of it. */
import { analyse, type AnalyseOptions, type Analysis, type Severity } from "../../kms/policy/analyse/analyse";
import type { KeyPolicy } from "../../kms/policy/document";
import type { Request } from "../../kms/policy/evaluate/request";
import { lintKeyPolicy, type LintReport } from "../../kms/policy/lint/lintKeyPolicy";
import { KeyPolicyError, parseKeyPolicy, type PolicyProblem } from "../../kms/policy/parse";
import type { Input } from "./inputs";

/** A finding of either, with its place in the text. */
export interface PolicyFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly sid: string | null;
  /** The statement's position, from 0. */
  readonly statement: number | null;
  /** From 1. */
  readonly line: number | null;
  readonly message: string;
  readonly remediation: string;
  readonly witness: Request | null;
}

/** A policy that was read and judged. */
export interface Verdict {
  readonly file: string;
  readonly text: string;
  readonly policy: KeyPolicy;
  readonly analysis: Analysis;
  readonly lint: LintReport;
  /** The worst first. */
  readonly findings: readonly PolicyFinding[];
}

/** An input that is no key policy, and why. */
export interface Rejection {
  readonly file: string;
  readonly problems: readonly PolicyProblem[];
}

/** Judges one input. */
export function judge(input: Input, options: AnalyseOptions): Verdict | Rejection {
  const read = readPolicyOf(input);
  if ("problems" in read) return read;
  const analysis = analyse(read.policy, options);
  const lint = lintKeyPolicy(read.policy, options);
  return { ...read, analysis, lint, findings: findingsOf(read.policy, analysis, lint) };
}

/** The policy of one input. */
export function readPolicyOf(input: Input): Pick<Verdict, "file" | "text" | "policy"> | Rejection {
  const { file } = input;
  if ("problem" in input)
    return {
      file,
      problems: [{ path: "", message: input.problem, remedy: "name a file that holds a key policy" }],
    };
  try {
    return { file, text: Buffer.from(input.bytes).toString("utf8"), policy: parseKeyPolicy(input.bytes) };
  } catch (error) {
    if (error instanceof KeyPolicyError) return { file, problems: error.problems };
    throw error;
  }
}

/** Whether the input was no key policy. */
export function isRejection(outcome: object): outcome is Rejection {
  return "problems" in outcome;
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

function findingsOf(policy: KeyPolicy, analysis: Analysis, lint: LintReport): readonly PolicyFinding[] {
  const lineOf = (statement: number | undefined): number | null =>
    policy.statements.find(({ index }) => index === statement)?.source?.line ?? null;
  const proved = analysis.findings.map(
    ({ rule, severity, sid = null, statement, message, remediation, witness }): PolicyFinding => ({
      rule,
      severity,
      sid,
      statement: statement ?? null,
      line: lineOf(statement),
      message,
      remediation,
      witness,
    }),
  );
  const written = lint.findings.map(
    ({ rule, severity, sid = null, statement = null, line = null, message, remediation }): PolicyFinding => ({
      rule,
      severity,
      sid,
      statement,
      line,
      message,
      remediation,
      witness: null,
    }),
  );
  return [...proved, ...written].sort(
    (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity),
  );
}
