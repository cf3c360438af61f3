/**
 * Findings in the AWS Security Finding Format, as BatchImportFindings of Security Hub takes them.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { parseArn } from "../../../kms/arn";
import type { Severity } from "../../../rulebook/rule";
import type { Finding, Report, RuleReport } from "../report";

/** Characters that Security Hub takes. https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html */
const LONGEST = { title: 256, description: 1024, recommendation: 512, detail: 1024 } as const;

const labels = { critical: "CRITICAL", high: "HIGH", medium: "MEDIUM", low: "LOW" } as const satisfies Record<
  Severity,
  string
>;

/** A file of findings: `aws securityhub batch-import-findings --findings file://...` takes 100 of them at a time. */
export function asffReport(report: Report): string {
  return `${JSON.stringify(securityFindings(report), undefined, 2)}\n`;
}

/** One for each finding; with a baseline, those that were fixed are told as archived and passed. */
export function securityFindings(report: Report): readonly AwsSecurityFinding[] {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  return [
    ...report.findings.map((finding) => securityFinding(finding, rules.get(finding.rule), report, "FAILED")),
    ...(report.baseline?.fixed ?? []).map((finding) =>
      securityFinding(finding, rules.get(finding.rule), report, "PASSED"),
    ),
  ];
}

function securityFinding(
  finding: Finding,
  rule: RuleReport | undefined,
  { finishedAt, startedAt }: Report,
  status: "FAILED" | "PASSED",
): AwsSecurityFinding {
  const { account, resource, severity, evidence } = finding;
  const partition = parseArn(resource)?.partition ?? "aws";
  // Security Hub is regional; what belongs to no Region is told where global resources are.
  const region = finding.region === "global" ? "us-east-1" : finding.region;
  const told = evidence.flatMap((one) => one.told ?? []);
  return {
    SchemaVersion: "2018-10-08",
    Id: `kms-audit/${region}/${account}/${finding.id}`,
    // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: "kms-audit",
    GeneratorId: finding.rule,
    AwsAccountId: account,
    Region: region,
    Types: ["Software and Configuration Checks/AWS Security Best Practices"],
    CreatedAt: startedAt,
    UpdatedAt: finishedAt,
    Severity: { Label: labels[severity], Original: severity },
    Title: cut(`${finding.rule}: ${finding.title}`, LONGEST.title),
    Description: cut(finding.message, LONGEST.description),
    Remediation: {
      Recommendation: { Text: cut(finding.remediation, LONGEST.recommendation), Url: finding.page },
    },
    ...(told.length > 0 && { ProductFields: { "kms-audit/witness": cut(told.join("; "), LONGEST.detail) } }),
    Resources: [resourceOf(finding, partition, region)],
    Compliance: {
      Status: status,
      ...(rule !== undefined &&
        requirementsOf(rule).length > 0 && { RelatedRequirements: requirementsOf(rule) }),
    },
    Workflow: { Status: status === "PASSED" ? "RESOLVED" : "NEW" },
    RecordState: status === "PASSED" ? "ARCHIVED" : "ACTIVE",
  };
}

/** Security Hub's own names of resource types. https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html */
const resourceTypes: Readonly<Record<string, string>> = {
  "AWS::KMS::Key": "AwsKmsKey",
  "AWS::CloudTrail::Trail": "AwsCloudTrailTrail",
  "AWS::CloudWatch::Alarm": "AwsCloudWatchAlarm",
  "AWS::SNS::Topic": "AwsSnsTopic",
  "AWS::IAM::Account": "AwsAccount",
};

function resourceOf({ resource, resourceType, key, account }: Finding, partition: string, region: string) {
  const own = resourceTypes[resourceType];
  const place = { Partition: partition as "aws", Region: region };
  if (resourceType === "AWS::IAM::Account")
    return { ...place, Type: "AwsAccount", Id: `AWS::::Account:${account}` };
  if (own !== undefined) return { ...place, Type: own, Id: resource };
  // Grants and aliases have no type of their own: their key has.
  return key === null ? { ...place, Type: "Other", Id: resource } : { ...place, Type: "AwsKmsKey", Id: key };
}

function requirementsOf({ standards }: RuleReport): string[] {
  return Object.entries(standards).flatMap(([standard, ids]) =>
    ids.map((id) => `${names[standard] ?? standard} ${id}`),
  );
}

const names: Readonly<Record<string, string>> = {
  cis: "CIS AWS Foundations Benchmark v3.0.0",
  fsbp: "AWS Foundational Security Best Practices",
  nist: "NIST.800-53.r5",
  pci: "PCI DSS v4.0.1",
};

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}
