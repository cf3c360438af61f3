/** Findings as CSV (RFC 4180): one line a finding, for spreadsheets. */
import { stringify } from "csv-stringify/sync";
import type { Finding, Report } from "../report";

const columns: Readonly<Record<string, (finding: Finding) => string>> = {
  severity: ({ severity }) => severity,
  rule: ({ rule }) => rule,
  title: ({ title }) => title,
  area: ({ area }) => area,
  account: ({ account }) => account,
  region: ({ region }) => region,
  resource: ({ resource }) => resource,
  name: ({ name }) => name,
  key: ({ key }) => key ?? "",
  message: ({ message }) => message,
  witness: ({ evidence }) => evidence.find(({ told }) => told !== undefined)?.told ?? "",
  remediation: ({ remediation }) => remediation,
  page: ({ page }) => page,
  id: ({ id }) => id,
};

/** A header line and the findings. A cell that a spreadsheet would take for a formula is marked as text. */
export function csvReport({ findings }: Report): string {
  const rows = findings.map((finding) => Object.values(columns).map((cell) => cell(finding)));
  return stringify([Object.keys(columns), ...rows], { escape_formulas: true, record_delimiter: "\r\n" });
}
