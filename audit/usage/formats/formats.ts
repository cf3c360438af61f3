/** The formats of a report, and where it goes. */
import type { Io } from "../../io";
import type * as UsagePage from "../../page/usage/usagePage";
import { writeReportFile } from "../../reportFile";
import type { UsageReport } from "../report";
import { usageCsv } from "./csv";
import { usageJson } from "./json";
import { usageText } from "./text";

/** What a text for people may use. */
type Look = Pick<Io, "columns" | "colors">;

interface Writer {
  /** Of a file that is named by its date. */
  readonly extension: string;
  readonly text: (report: UsageReport, look: Look) => string;
}

/** Every format. */
export const formats = {
  text: { extension: "txt", text: (report, { columns, colors }) => usageText(report, columns, colors) },
  json: { extension: "json", text: usageJson },
  csv: { extension: "csv", text: usageCsv },
  html: { extension: "html", text: htmlReport },
} as const satisfies Readonly<Record<string, Writer>>;

/** The name of a format. */
export type Format = keyof typeof formats;

/** A file is read on other screens than the one that it was made on. */
const IN_A_FILE: Look = { colors: false, columns: 80 };

/**
 * Writes a report to standard output, or to a file.
 * @param output a file; or a folder, for a file named by the day
 * @throws UsageError where the file cannot be written
 */
export async function write(
  report: UsageReport,
  format: Format,
  output: string | undefined,
  io: Io,
): Promise<void> {
  const { text, extension }: Writer = formats[format];
  if (output === undefined) io.out(text(report, io));
  else {
    const today = new Date().toISOString().slice(0, 10);
    await writeReportFile(output, `kms-usage-${today}.${extension}`, text(report, IN_A_FILE), io);
  }
}

/** Its libraries take longer to load than the other formats to write. */
function htmlReport(report: UsageReport): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() knows no TypeScript files under CommonJS
  const { usagePage } = require("../../page/usage/usagePage") as typeof UsagePage;
  return usagePage(report);
}
