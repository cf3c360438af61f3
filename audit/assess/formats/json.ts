/** The report as JSON; `docs/schemas/assess.schema.json` is its schema. */
import type { Report } from "../report";

/** Indented by one space: one line a fact, which version control can compare. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, undefined, 1)}\n`;
}
