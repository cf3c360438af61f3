/** The report for machines: one JSON object, described by docs/schemas/usage.schema.json. */
import type { UsageReport } from "../report";

export function usageJson(report: UsageReport): string {
  return `${JSON.stringify(report, undefined, 1)}\n`;
}
