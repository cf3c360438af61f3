/** Runs all detections over the table `events`. */
import pLimit from "p-limit";
import { z } from "zod";
import { quoted } from "../filters";
import { type Answerer, ask, count, ofKms } from "../questions/question";
import { ofRareOperation } from "../records/frequentOperations";
import { detections } from ".";
import { type AllowList, likePattern, nothingAllowed } from "./allowList";
import {
  type Detection,
  type Finding,
  LEFT_OUT,
  type Outcome,
  severities,
  type Severity,
  type Trail,
} from "./detection";
import { asJson, earliest, texts } from "./hits";
import { policyEvents, readPolicyEvents } from "./policyEvents";

/** A detection that fired. */
export interface Detected {
  readonly id: string;
  readonly title: string;
  /** The worst of its findings. */
  readonly severity: Severity;
  readonly technique: Detection["technique"];
  /** How many events make up its findings. */
  readonly count: number;
  /** The ids of these events, each once: the first 1,000 of every finding. */
  readonly events: readonly string[];
  readonly remediation: string;
  readonly findings: readonly Finding[];
}

/** Requests that would have made a detection fire, had they not been refused. */
export interface Attempt {
  readonly eventName: string;
  /** The detections that are about this operation. */
  readonly detections: readonly string[];
  readonly principal: string;
  readonly errorCode: string;
  readonly count: number;
  /** The first 1,000 eventIDs. */
  readonly events: readonly string[];
}

/** What all detections say. */
export interface Detections {
  /** Those that fired, the worst first. */
  readonly detections: readonly Detected[];
  readonly attempts: readonly Attempt[];
  /** What could not be judged: `KMS-12: no baseline ...`. */
  readonly detectionNotes: readonly string[];
}

/** What a report says that was asked for no detections. */
export const undetected: Detections = { detections: [], attempts: [], detectionNotes: [LEFT_OUT] };

/** Events of earlier runs, which some detections compare with. */
export interface History {
  /** A table with the columns that detections ask for: the events of this run and those before it. */
  readonly table: string;
  /** When this run's first event was, in milliseconds; Infinity where it has none. */
  readonly start: number;
}

/** Runs them, in the embedded database one after the other, so that each has the bounded memory for itself. */
export async function detect(answerer: Answerer, allow: AllowList, history?: History): Promise<Detections> {
  const policies = policyReader(answerer, allow);
  const limit = pLimit(answerer.atOnce ?? 1);
  const outcomes = await Promise.all(
    detections.map((detection) =>
      limit(async () => ({
        detection,
        ...(await findingsOf(detection, answerer, allow, policies, history)),
      })),
    ),
  );
  const notes = outcomes.flatMap(({ detection, notes: unjudged }) =>
    unjudged.map((note) => `${detection.id}: ${note}`),
  );
  const fired = outcomes.flatMap(({ detection, findings }) =>
    findings.length > 0 ? [detected(detection, findings)] : [],
  );
  return {
    detections: fired.sort((left, right) => rank(left.severity) - rank(right.severity)),
    attempts: await attemptsIn(answerer),
    detectionNotes: notes,
  };
}

/** Runs one detection. What an exempted principal did is no finding, also where the detection looks beyond KMS's events. */
export async function findingsOf(
  detection: Detection,
  answerer: Answerer,
  allow: AllowList,
  policies = policyReader(answerer, allow),
  history?: History,
): Promise<Outcome> {
  const { lookback } = detection;
  const table = lookback === undefined ? undefined : history?.table;
  const rare =
    table === undefined ? "rareEvents" : `(SELECT * FROM ${table} WHERE ${ofRareOperation}) AS rare`;
  const { findings, notes } = await detection.find({
    events: eventsFor(detection.id, allow, table ?? "events"),
    rareEvents: eventsFor(detection.id, allow, rare),
    everyRareEvent: eventsFor(detection.id, nothingAllowed, rare),
    allow,
    ask: (question) => ask(answerer, question),
    policies,
  });
  const exempt = patternsFor(detection.id, allow).map(asRegExp);
  const told = findings.filter(({ principal = "" }) => !exempt.some((pattern) => pattern.test(principal)));
  const isNew = ({ first, last }: Finding) =>
    history === undefined ||
    lookback === undefined ||
    Date.parse(lookback === "start" ? first : last) >= history.start;
  return { findings: told.filter(isNew), notes };
}

/** Key policies are read and analysed once, when the first detection asks. */
function policyReader(answerer: Answerer, allow: AllowList): Trail["policies"] {
  let policies: ReturnType<Trail["policies"]> | undefined;
  const read = async () => readPolicyEvents(await ask(answerer, policyEvents), allow);
  return () => (policies ??= read());
}

/** Where a severity stands: 0 is the worst. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function detected({ id, title, technique, remediation }: Detection, found: readonly Finding[]): Detected {
  const findings = [...found].sort((left, right) => rank(left.severity) - rank(right.severity));
  const severity = findings[0]?.severity ?? "informational";
  const sum = findings.reduce((total, finding) => total + finding.count, 0);
  return {
    ...{ id, title, severity, technique, count: sum },
    events: [...new Set(findings.flatMap(({ events }) => events))],
    ...{ remediation, findings },
  };
}

function eventsFor(id: string, allow: AllowList, table: string): string {
  const exempt = patternsFor(id, allow).map(
    (arn) => `principal LIKE ${quoted(likePattern(arn))} ESCAPE '\\'`,
  );
  const rest = exempt.length === 0 ? "" : ` AND NOT (${exempt.join(" OR ")})`;
  return `(SELECT * FROM ${table} WHERE ${ofKms}${rest})`;
}

function patternsFor(id: string, { principals }: AllowList): readonly string[] {
  return principals.filter(({ detections: only }) => only?.includes(id) ?? true).map(({ arn }) => arn);
}

function asRegExp(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

const attempt = {
  eventName: z.string(),
  principal: z.string(),
  errorCode: z.string(),
  count,
  events: texts,
};

async function attemptsIn(answerer: Answerer): Promise<readonly Attempt[]> {
  const names = [...new Set(detections.flatMap(({ attempts = [] }) => attempts))];
  const rows = await ask(answerer, {
    sql: `SELECT eventName, principal, errorCode, count(*), ${asJson(earliest())} FROM rareEvents
      WHERE ${ofKms} AND errorCode IS NOT NULL AND eventName IN (${names.map(quoted).join(", ")})
      GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`,
    columns: attempt,
  });
  return rows.map((row) => ({
    ...row,
    detections: detections.filter(({ attempts }) => attempts?.includes(row.eventName)).map(({ id }) => id),
  }));
}
