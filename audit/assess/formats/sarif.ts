/** Findings as SARIF 2.1.0, for code scanning. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import type { Severity } from "../../../rulebook/rule";
import type { Finding, Report, RuleReport } from "../report";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** By which GitHub ranks alerts. https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const securitySeverities: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/** One log with one run; what an exemption covers is a suppressed result. */
export function sarifReport(report: Report): string {
  const { rules, findings, exempted, tool, startedAt, finishedAt } = report;
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules: rules.map(descriptor) } },
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: startedAt,
            endTimeUtc: finishedAt,
            toolExecutionNotifications: report.notes.map((text) => ({ level: "note", message: { text } })),
          },
        ],
        results: [
          ...findings.map((finding) => resultOf(finding, indices)),
          ...exempted.map(({ finding, reason, expires }) => ({
            ...resultOf(finding, indices),
            suppressions: [
              { kind: "external", status: "accepted", justification: `${reason} (until ${expires})` },
            ],
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({
  id,
  title,
  severity,
  area,
  rationale,
  remediation,
  page,
  standards,
}: RuleReport): object {
  const controls = Object.entries(standards).flatMap(([standard, ids]) =>
    ids.map((control) => `${standard}:${control}`),
  );
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    help: { text: `Mend: ${remediation}.` },
    helpUri: page,
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ["security", area, ...controls],
      "security-severity": securitySeverities[severity],
    },
  };
}

/** A live resource has no file: its ARN is a logical location, and a path made of it is where code scanning shows the alert. */
function resultOf(finding: Finding, indices: ReadonlyMap<string, number>): object {
  const { id, rule, severity, message, remediation, resource, name, region, account, witness } = finding;
  return {
    ruleId: rule,
    ruleIndex: indices.get(rule) ?? -1,
    level: levels[severity],
    message: { text: `${name}: ${message}. Mend: ${remediation}.` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(finding) }, region: { startLine: 1 } },
        logicalLocations: [{ name, fullyQualifiedName: resource, kind: "resource" }],
      },
    ],
    partialFingerprints: { "kmsAudit/v1": id },
    properties: { severity, account, region, witness },
  };
}

function uriOf({ account, region, resource }: Finding): string {
  const name = resource.split(":").slice(5).join(":");
  return ["aws", account, region, name]
    .map((part) => part.split("/").map(encodeURIComponent).join("/"))
    .join("/");
}
