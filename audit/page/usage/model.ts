/** What the page of `kms-audit usage` shows, small: of long lists the part that a reader can take in, with how many there are. */
import { type Finding, LEFT_OUT, type Severity } from "../../usage/detections/detection";
import type { UsageReport } from "../../usage/report";
import type { Drawing } from "../drawing";
import { heatOf, type Heat } from "./heat";

/** A detection's words, once. */
export interface PageDetection {
  readonly id: string;
  readonly title: string;
  readonly technique: string;
  readonly remediation: string;
}

/** One finding; times are ISO 8601, UTC. */
export interface PageFinding {
  /** The place of its detection in the list. */
  readonly detection: number;
  readonly severity: Severity;
  readonly message: string;
  readonly principal: string;
  readonly key: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  /** The first ids of its events. */
  readonly events: readonly string[];
}

/** Names and numbers, most first. */
export type Tally = readonly { readonly name: string; readonly events: number }[];

/** All that the page shows. */
export interface UsagePageData {
  readonly events: number;
  readonly first: string | null;
  readonly last: string | null;
  /** How it was read, in a sentence. */
  readonly intake: string;
  readonly failures: number;
  readonly dollars: number;
  readonly detections: readonly PageDetection[];
  /** The worst first, and the earliest first among equals. */
  readonly findings: readonly PageFinding[];
  /** False where detections were left out. */
  readonly judged: boolean;
  readonly attempts: UsageReport["attempts"];
  readonly notes: readonly string[];
  readonly operations: Tally;
  readonly principals: Tally;
  readonly regions: Tally;
  readonly errors: Tally;
  readonly heat: Heat;
  readonly keys: readonly PageKey[];
  readonly unusedKeys: readonly string[] | null;
  readonly addresses: UsageReport["addresses"];
  /** All addresses, of which `addresses` are those with the most requests. */
  readonly addressCount: number;
}

/** A key and its use. */
export interface PageKey {
  /** Its first alias, else its ARN. */
  readonly name: string;
  readonly keyArn: string;
  readonly events: number;
  readonly failures: number;
  readonly users: number;
  readonly first: string;
  readonly last: string;
}

/** What the page is drawn from. */
export interface UsagePageProps {
  readonly data: UsagePageData;
  readonly charts: { readonly volume: Drawing; readonly findings: Drawing };
}

/** Event ids that the page lists of a finding. */
const EVENTS = 10;

/** Boils a report down. */
export function usagePageData(report: UsageReport): UsagePageData {
  const { events, first, last, unusedKeys, attempts, detectionNotes, addresses, keys } = report;
  return {
    ...{ events, first, last, unusedKeys, attempts, addresses },
    notes: detectionNotes,
    judged: !detectionNotes.includes(LEFT_OUT),
    intake: intakeOf(report),
    failures: Object.values(report.byErrorCode).reduce((sum, count) => sum + count, 0),
    dollars: report.cost.dollars,
    detections: report.detections.map(({ id, title, technique, remediation }) => ({
      ...{ id, title, remediation },
      technique: `${technique.id} ${technique.name}`,
    })),
    findings: report.detections
      .flatMap(({ findings }, detection) => findings.map((finding) => pageFinding(finding, detection)))
      .sort((left, right) => rankOf(left) - rankOf(right) || left.first.localeCompare(right.first)),
    operations: tally(report.byEventName),
    principals: tally(report.byPrincipal),
    regions: tally(report.byRegion),
    errors: tally(report.byErrorCode),
    heat: heatOf(report),
    keys: keys.map(({ aliases, keyArn, ...use }) => ({
      ...{ name: aliases[0] ?? keyArn, keyArn, events: use.events, failures: use.failures, users: use.users },
      ...{ first: use.first, last: use.last },
    })),
    addressCount: Object.keys(report.bySource).length,
  };
}

function pageFinding(
  { events, principal = "", key = "", ...finding }: Finding,
  detection: number,
): PageFinding {
  return { ...finding, detection, principal, key, events: events.slice(0, EVENTS) };
}

const ranks: Readonly<Record<Severity, number>> = {
  critical: 0,
  high: 1,
  medium: 2,
  low: 3,
  informational: 4,
};

function rankOf({ severity }: PageFinding): number {
  return ranks[severity];
}

function tally(counts: UsageReport["byEventName"]): Tally {
  return Object.entries(counts).map(([name, events]) => ({ name, events }));
}

function intakeOf({ records, sources, duplicates, skipped, broken }: UsageReport): string {
  const number = (value: number) => value.toLocaleString("en");
  const parts = [
    `${number(records)} ${records === 1 ? "record" : "records"} in ${number(sources)} ${sources === 1 ? "source" : "sources"}`,
    ...(duplicates > 0 ? [`${number(duplicates)} delivered again`] : []),
    ...(skipped > 0 ? [`${number(skipped)} digests or Insights skipped`] : []),
    ...(broken > 0 ? [`${number(broken)} broken and not counted`] : []),
  ];
  return parts.join(", ");
}
