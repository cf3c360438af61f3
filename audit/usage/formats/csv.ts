/** The report for spreadsheets: one number a row, told by the answer it belongs to and by its name. */
import { stringify } from "csv-stringify/sync";
import type { Counts, UsageReport } from "../report";

/** The columns: answer, name, value. */
export function usageCsv(report: UsageReport): string {
  const rows: (readonly [string, string, number | string])[] = [
    ...(["sources", "records", "events", "duplicates", "skipped", "broken"] as const).map(
      (name) => ["total", name, report[name]] as const,
    ),
    ["total", "encryptionContexts", report.encryptionContexts.distinct],
    ...countAnswers.flatMap((answer) => countRows(answer, report[answer])),
    ...report.keys.flatMap(({ keyArn, users, failures, first, last }) => [
      ["keyUsers", keyArn, users] as const,
      ["keyFailures", keyArn, failures] as const,
      ["keyFirstUse", keyArn, first] as const,
      ["keyLastUse", keyArn, last] as const,
    ]),
    ...(report.unusedKeys ?? []).map((keyArn) => ["unusedKey", keyArn, 0] as const),
    ...report.cost.prices.map(({ kind, dollars }) => ["dollars", kind, dollars] as const),
    ...report.detections.map(({ id, count }) => ["detection", id, count] as const),
  ];
  return stringify([["answer", "name", "value"], ...rows], { escape_formulas: true });
}

const countAnswers = [
  ...([
    "byEventName",
    "byRegion",
    "byAccount",
    "byIdentityType",
    "byPrincipal",
    "bySource",
    "byKey",
  ] as const),
  ...(["byErrorCode", "byDay", "byHour"] as const),
] as const;

function countRows(answer: string, counts: Counts): (readonly [string, string, number])[] {
  return Object.entries(counts).map(([name, events]) => [answer, name, events] as const);
}
