/** The report for machines: one JSON object, described by docs/schemas/usage.schema.json. */
import type { UsageReport } from "../report";

/** The whole report, one member a line. */
export function usageJson(report: UsageReport): string {
  return `${JSON.stringify(report, undefined, 1)}\n`;
}
