/** The formats of a report, and where it goes. */
import { mkdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Io } from "../io";
import type * as HtmlPage from "../page/page";
import { UsageError } from "../usageError";
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
  const file = await fileFor(
    path.resolve(io.cwd, output),
    `kms-assessment-${report.finishedAt.slice(0, 10)}.${extension}`,
  );
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, piecesOf(text(report, IN_A_FILE)));
  } catch (error) {
    throw new UsageError(
      `the report cannot be written to ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  io.err(`kms-audit: the report is in ${file}\n`);
}

function piecesOf(text: string | Iterable<string>): Iterable<string> {
  return typeof text === "string" ? [text] : text;
}

async function fileFor(output: string, dated: string): Promise<string> {
  const found = await stat(output).catch(() => undefined);
  const isFolder =
    found === undefined ? output.endsWith(path.sep) || path.extname(output) === "" : found.isDirectory();
  return isFolder ? path.join(output, dated) : output;
}
