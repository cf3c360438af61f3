/** Verdicts for people. */
import { createColors } from "picocolors";
import type { Severity } from "../../kms/policy/analyse/analyse";
import type { Statement } from "../../kms/policy/document";
import type { PolicyFinding, Rejection, Verdict } from "./judge";
import { quote } from "./quote";

type Colors = ReturnType<typeof createColors>;

/** A policy's verdict: its access, then each statement with something wrong, quoted, and what is wrong with it. */
export function verdictText(
  { file, text, policy, analysis, findings }: Verdict,
  withColors: boolean,
): string {
  const colors = createColors(withColors);
  const title = `${colors.bold(file)}: ${accessWord(analysis.access, colors)}, ${countOf(findings.length)}`;
  const ofDocument = findings.filter(({ statement }) => statement === null);
  const sections = policy.statements.flatMap((statement) => {
    const own = findings.filter((finding) => finding.statement === statement.index);
    if (own.length === 0) return [];
    return [
      [
        headOf(statement, colors),
        quote(statement, text),
        ...own.map((finding) => findingText(finding, colors)),
      ].join("\n"),
    ];
  });
  return (
    [title, ...ofDocument.map((finding) => findingText(finding, colors)), ...sections].join("\n\n") + "\n"
  );
}

/** What is wrong with an input that is no key policy. */
export function rejectionText({ file, problems }: Rejection): string {
  return problems
    .map(({ line, column, path, message, remedy }) => {
      const where = [file, line, column].filter((part) => part !== undefined).join(":");
      return `${where}: ${path === "" ? "" : `${path}: `}${message}; ${remedy}\n`;
    })
    .join("");
}

function headOf({ index, sid, source }: Statement, colors: Colors): string {
  const name = sid === undefined ? "" : ` (${sid})`;
  return colors.bold(`  statement ${index + 1}${name}${source === undefined ? "" : `, line ${source.line}`}`);
}

/** The message of a finding with a witness tells the witness. */
function findingText({ rule, severity, message, remediation }: PolicyFinding, colors: Colors): string {
  return `  ${severityWord(severity, colors)} ${rule}: ${message}\n    ${colors.dim("mend:")} ${remediation}`;
}

function severityWord(severity: Severity, colors: Colors): string {
  const paint = { critical: colors.red, high: colors.red, medium: colors.yellow, low: colors.dim }[severity];
  return paint(severity);
}

function accessWord(access: string, colors: Colors): string {
  const paint = access === "private" ? colors.green : access === "external" ? colors.yellow : colors.red;
  return paint(access);
}

function countOf(findings: number): string {
  return findings === 0 ? "no findings" : findings === 1 ? "1 finding" : `${findings} findings`;
}
