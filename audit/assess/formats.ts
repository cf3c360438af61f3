/** The formats of a report, and where it goes. */
import type { Io } from "../io";
import type * as HtmlPage from "../page/page";
import { writeReportFile } from "../reportFile";
import { asffReport } from "./formats/asff";
import { csvReport } from "./formats/csv";
import { jsonReport } from "./formats/json";
import { sarifReport } from "./formats/sarif";
import { tableReport } from "./formats/table";
import type { Look } from "./formats/look";
import type { Report } from "./report";

interface Writer {
  /** Of a file that is named by its date. */
  readonly extension: string;
  /** The report, in one piece or in many. */
  readonly text: (report: Report, look: Look) => string | Iterable<string>;
}

/** Every format. */
export const formats = {
  table: { extension: "txt", text: tableReport },
  json: { extension: "json", text: jsonReport },
  sarif: { extension: "sarif", text: sarifReport },
  csv: { extension: "csv", text: csvReport },
  html: { extension: "html", text: htmlReport },
  asff: { extension: "asff.json", text: asffReport },
} as const satisfies Readonly<Record<string, Writer>>;

/** Its libraries take longer to load than the other formats to write. */
function htmlReport(report: Report): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() knows no TypeScript files under CommonJS
  const { assessmentPage } = require("../page/page") as typeof HtmlPage;
  return assessmentPage(report);
}

/** The name of a format. */
export type Format = keyof typeof formats;

/** A file is read on other screens than the one that it was made on. */
const IN_A_FILE: Look = { colors: false, columns: 100 };

/**
 * Writes a report to standard output, or to a file.
 * @param output a file; or a folder, for a file named by the day
 * @throws UsageError where the file cannot be written
 */
export async function write(
  report: Report,
  format: Format,
  output: string | undefined,
  io: Io,
): Promise<void> {
  const { text, extension }: Writer = formats[format];
  if (output === undefined) {
    for (const piece of piecesOf(text(report, io))) io.out(piece);
    return;
  }
  const dated = `kms-assessment-${report.finishedAt.slice(0, 10)}.${extension}`;
  await writeReportFile(output, dated, piecesOf(text(report, IN_A_FILE)), io);
}

function piecesOf(text: string | Iterable<string>): Iterable<string> {
  return typeof text === "string" ? [text] : text;
}
