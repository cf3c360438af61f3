/** What is new and what is fixed since a saved run. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../usageError";
import { type Report, report as reportShape } from "./report";

/** A saved report. */
export interface Baseline {
  readonly file: string;
  readonly report: Report;
}

/**
 * Reads a report that `--format json` wrote.
 * @throws UsageError where the file is none
 */
export async function readBaseline(file: string, cwd: string): Promise<Baseline> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path.resolve(cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError(
      `the baseline ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const read = reportShape.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue === undefined ? "" : ` (${issue.path.join(".")}: ${issue.message})`;
    throw new UsageError(`${file} is no report of kms-audit assess --format json${where}`);
  }
  return { file, report: read.data };
}

/**
 * Leaves in a report only the findings that a saved one has not, with their recommendations. What the saved one has and this one
 * has not is fixed; it was not fixed where its account or Region was not read this time.
 */
export function compareWithBaseline(current: Report, { file, report: saved }: Baseline): Report {
  const known = new Set(saved.findings.map(({ id }) => id));
  const present = new Set(
    [...current.findings, ...current.exempted.map(({ finding }) => finding)].map(({ id }) => id),
  );
  const read = new Set(current.scores.accounts.map(({ account }) => account));
  const regions = new Set(current.scores.regions.map(({ region }) => region));
  const findings = current.findings.filter(({ id }) => !known.has(id));
  const rules = new Set(findings.map(({ rule }) => rule));
  return {
    ...current,
    findings,
    recommendations: current.recommendations.filter(({ rule }) => rules.has(rule)),
    baseline: {
      file,
      finishedAt: saved.finishedAt,
      score: saved.score,
      fixed: saved.findings.filter(
        ({ id, account, region }) => !present.has(id) && read.has(account) && regions.has(region),
      ),
      unchanged: current.findings.length - findings.length,
    },
  };
}
