/** Verdicts as SARIF 2.1.0, for code scanning. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import type { Severity } from "../../kms/policy/analyse/analyse";
import { isRejection, type PolicyFinding, type Rejection, type Verdict } from "./judge";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** One log with one run for all files; inputs that are no key policies are notifications of the run. */
export function sarifLog(outcomes: readonly (Verdict | Rejection)[]): string {
  const verdicts = outcomes.filter((outcome): outcome is Verdict => !isRejection(outcome));
  const rejections = outcomes.filter(isRejection);
  const rules = [...new Set(verdicts.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "kms-audit", rules: rules.map((id) => ({ id })) } },
        invocations: [
          {
            executionSuccessful: rejections.length === 0,
            toolExecutionNotifications: rejections.flatMap(notificationsOf),
          },
        ],
        artifacts: outcomes.map(({ file }) => ({ location: { uri: uriOf(file) } })),
        results: verdicts.flatMap(({ file, findings }) =>
          findings.map((finding) => resultOf(file, finding, rules)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(file: string, finding: PolicyFinding, rules: readonly string[]): object {
  const { rule, severity, message, remediation, line, sid, statement, witness } = finding;
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: levels[severity],
    message: { text: `${message}. ${capitalized(remediation)}.` },
    locations: [locationOf(file, line ?? undefined)],
    properties: { severity, sid, statement, witness },
  };
}

function notificationsOf({ file, problems }: Rejection): object[] {
  return problems.map(({ message, remedy, line, path }) => ({
    level: "error",
    message: { text: `${path === "" ? "" : `${path}: `}${message}; ${remedy}` },
    locations: [locationOf(file, line)],
  }));
}

function locationOf(file: string, line: number | undefined): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      ...(line !== undefined && { region: { startLine: line } }),
    },
  };
}

/** A relative reference as URIs write it; a colon in its first step would make a scheme of it. */
function uriOf(file: string): string {
  const uri = encodeURI(file.replaceAll("\\", "/")).replaceAll("#", "%23").replaceAll("?", "%3F");
  return /^[^/]*:/.test(uri) ? `./${uri}` : uri;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
