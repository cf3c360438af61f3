/** Gathers verdicts and keys, and makes the report of them. */
import { createHash } from "node:crypto";
import { tellRequest } from "../../kms/policy/analyse/tell";
import { type Exemption, Exemptions } from "../../rulebook/exemptions";
import type { Rule, Severity } from "../../rulebook/rule";
import type { Evidence } from "../../rulebook/verdict";
import { plainRequest } from "./access";
import type { Configuration } from "../configuration";
import type { Check } from "./judge";
import { liveRules } from "./judge";
import type { UnscoredKey } from "./keyReport";
import { recommendationsFor } from "./recommendations";
import type { Exempted, Finding, Report, RuleReport } from "./report";
import { Scores } from "./score";
import { version } from "../../package.json";

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

type Counts = Pick<RuleReport, "passed" | "failed" | "exempt" | "undecided">;

/** Makes a report. */
export class ReportBuilder {
  private readonly scores = new Scores();
  private readonly findings: Finding[] = [];
  private readonly exempted: Exempted[] = [];
  private readonly keys: UnscoredKey[] = [];
  private readonly counts: ReadonlyMap<Rule, Counts>;
  private readonly exemptions: Exemptions;
  private readonly names = new Map<string, string | undefined>();
  private readonly partitions = new Map<string, string>();
  readonly notes: string[] = [];

  constructor(
    configuration: Configuration,
    private readonly startedAt: string,
  ) {
    const rules = liveRules(configuration);
    this.counts = new Map(rules.map((rule) => [rule, { passed: 0, failed: 0, exempt: 0, undecided: 0 }]));
    const ids = new Set(rules.map(({ id }) => id));
    // The file is the pack's too: what it exempts from rules about programs is none of our business.
    const exemptions = configuration.exemptions.filter(({ rule }) => ids.has(rule));
    this.exemptions = new Exemptions(exemptions, startedAt.slice(0, 10));
  }

  /** Tells an account, so that readers know its name. */
  addAccount({
    id,
    name,
    partition,
  }: {
    readonly id: string;
    readonly name?: string;
    readonly partition: string;
  }): void {
    this.names.set(id, name);
    this.partitions.set(id, partition);
  }

  /** Adds a key. */
  addKey(key: UnscoredKey): void {
    this.keys.push(key);
  }

  /** Adds a verdict. An unknown one is no pass where something could not be read; where it was not asked for, it counts nowhere. */
  addCheck(check: Check): void {
    const { rule, verdict } = check;
    const counts = this.counts.get(rule);
    if (counts === undefined || verdict.status === "notApplicable") return;
    if (verdict.status === "violation") {
      this.addViolation(check, verdict.message, verdict.evidence ?? [], counts);
      return;
    }
    if (verdict.status === "unknown" && !check.hasGap && verdict.reportedBy === undefined) {
      counts.undecided += 1;
      return;
    }
    this.count(check, verdict.status === "pass", counts);
  }

  /** The report of everything that was added. */
  report(): Report {
    const { total, areas, regions, accounts, keys } = this.scores;
    const rules = [...this.counts].map(([rule, counts]) => ruleReport(rule, counts));
    const findings = this.findings.sort(worstFirst);
    return {
      version: 1,
      tool: { name: "kms-audit", version },
      startedAt: this.startedAt,
      finishedAt: new Date().toISOString(),
      score: total.report().score,
      scores: {
        total: total.report(),
        areas: areas.entries().map(([area, tally]) => ({ area, ...tally })),
        regions: regions.entries().map(([region, tally]) => ({ region, ...tally })),
        accounts: accounts.entries().map(([account, tally]) => ({
          account,
          name: this.names.get(account) ?? null,
          ...tally,
        })),
      },
      keys: this.keys
        .sort((left, right) => compareTexts(left.arn, right.arn))
        .map((key) => ({ ...key, ...keys.of(key.arn).report() })),
      findings,
      recommendations: recommendationsFor(findings, rules, total),
      rules,
      exempted: this.exempted,
      baseline: null,
      notes: [...this.notes, ...this.exemptions.problems()],
    };
  }

  private addViolation(check: Check, message: string, evidence: readonly Evidence[], counts: Counts): void {
    const exemption = this.exemptionOf(check);
    const expired = exemption !== undefined && this.exemptions.isExpired(exemption);
    const told = expired ? `${message} (its exemption expired on ${exemption.expires})` : message;
    const finding = this.findingOf(check, told, evidence);
    if (exemption !== undefined && !expired) {
      counts.exempt += 1;
      this.exempted.push({ finding, reason: exemption.reason, expires: exemption.expires });
      return;
    }
    this.findings.push(finding);
    this.count(check, false, counts);
  }

  /** By ARN, by any name of the resource or of its key, or by the account's id where it concerns the account. */
  private exemptionOf({ rule, resource, key, account }: Check): Exemption | undefined {
    const names =
      resource === undefined
        ? [account]
        : [resource.name, ...(resource.names ?? []), ...(key === undefined ? [] : [key])];
    const found = names.flatMap(
      (name) => this.exemptions.covering({ rule: rule.id, name, urn: resource?.id ?? account }) ?? [],
    );
    return found.find((exemption) => !this.exemptions.isExpired(exemption)) ?? found[0];
  }

  private count({ rule, account, region, key }: Check, hasPassed: boolean, counts: Counts): void {
    counts[hasPassed ? "passed" : "failed"] += 1;
    this.scores.add({ severity: rule.severity, area: rule.area, account, region, key }, hasPassed);
  }

  private findingOf(
    { rule, account, region, resource, key }: Check,
    message: string,
    evidence: readonly Evidence[],
  ): Finding {
    const arn = resource?.id ?? `arn:${this.partitions.get(account) ?? "aws"}:iam::${account}:root`;
    const told = evidence.map(({ statement, witness }) => ({
      ...(statement !== undefined && { statement }),
      ...(witness !== undefined && {
        witness: plainRequest(witness, key),
        told: tellRequest(witness),
      }),
    }));
    const statements = evidence.flatMap(({ statement }) => statement ?? []).sort();
    return {
      id: idOf([rule.id, arn, region, ...statements]),
      rule: rule.id,
      title: rule.title,
      severity: rule.severity,
      area: rule.area,
      resource: arn,
      resourceType: resource?.type ?? "AWS::IAM::Account",
      name: resource?.name ?? account,
      key: key ?? null,
      region,
      account,
      message,
      evidence: told,
      witness: told.find(({ witness }) => witness !== undefined)?.witness ?? null,
      remediation: rule.remedy.property,
      page: rule.awsPage,
    };
  }
}

/** Ages and dates in messages change from day to day: what is wrong, with what and by which statement does not. */
function idOf(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 20);
}

function ruleReport(
  { id, title, severity, area, rationale, remedy, awsPage, standards }: Rule,
  counts: Counts,
): RuleReport {
  const controls = Object.entries(standards).map(([name, ids]: [string, readonly string[] | undefined]) => [
    name,
    [...(ids ?? [])],
  ]);
  return {
    ...{ id, title, severity, area, rationale },
    remediation: remedy.property,
    page: awsPage,
    standards: Object.fromEntries(controls) as RuleReport["standards"],
    ...counts,
  };
}

function worstFirst(left: Finding, right: Finding): number {
  return (
    severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
    compareTexts(left.rule, right.rule) ||
    compareTexts(left.resource, right.resource) ||
    compareTexts(left.region, right.region)
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
