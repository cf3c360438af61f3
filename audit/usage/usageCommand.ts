/** `kms-audit usage`: what keys are used for, from CloudTrail. */
import path from "node:path";
import { type Command, Option } from "commander";
import type { ExitCode, Io } from "../io";
import { UsageError } from "../usageError";
import { type AthenaChoices, openAthenaTrail } from "./athena/athenaTrail";
import { type AllowList, nothingAllowed, readAllowList } from "./detections/allowList";
import { detect, type Detections, type History, rank, undetected } from "./detections/detect";
import { severities, type Severity } from "./detections/detection";
import { writeSigmaRules } from "./detections/sigma";
import type { Filters } from "./filters";
import { type Format, formats, write } from "./formats/formats";
import { assertHistory, openHistory, saveHistory } from "./history";
import { readKnownKeys } from "./knownKeys";
import { progressLine } from "./progressLine";
import { type Database, openDatabase } from "./records/database";
import { createRareEvents } from "./records/eventsTable";
import { takeIn } from "./records/intake";
import { reportOn, type UsageReport } from "./report";
import { sourcesOf } from "./sources/sources";
import { duckDb, trino } from "./sql/dialect";
import { moment } from "./times";

interface Choices {
  readonly lookup: boolean;
  readonly athena?: string;
  readonly athenaWorkgroup?: string;
  readonly athenaOutput?: string;
  readonly athenaCopy: boolean;
  readonly athenaDialect: "trino" | "duckdb";
  readonly since?: Date;
  readonly until?: Date;
  readonly region: readonly string[];
  readonly account: readonly string[];
  readonly key: readonly string[];
  readonly principal: readonly string[];
  readonly keys?: string;
  readonly detections: boolean;
  readonly format: Format;
  readonly output?: string;
  readonly failOn?: Severity;
  readonly baseline?: string;
  readonly saveBaseline?: string;
  readonly allow?: string;
  readonly sigma?: string;
}

/** Adds the subcommand. */
export function usageCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  program
    .command("usage")
    .description("tell what keys are used for, by whom and how, from CloudTrail records")
    .argument(
      "[path...]",
      "CloudTrail files (JSON or JSON lines, gzip or not), folders, globs, s3://bucket/prefix, or - for standard input",
    )
    .option("--lookup", "read CloudTrail's event history instead (90 days; about 100 events a second)", false)
    .option("--athena <database.table>", "ask Athena instead, over a table of CloudTrail's records")
    .option("--athena-workgroup <name>", "the Athena workgroup (default: primary)")
    .option("--athena-output <s3-uri>", "where Athena writes its answers (default: the workgroup's place)")
    .option("--no-athena-copy", "make no table of the events first: each question reads the whole trail")
    .addOption(
      new Option("--athena-dialect <dialect>", "duckdb for a local Athena that runs on DuckDB")
        .choices(["trino", "duckdb"])
        .default("trino"),
    )
    .option("--since <time>", "the first moment: 24h, 7d, or 2026-10-01T00:00:00Z", (text) => moment(text))
    .option("--until <time>", "the moment behind the last", (text) => moment(text))
    .addOption(repeatable("--region <region>", "only this Region; repeatable"))
    .addOption(repeatable("--account <account>", "only this account (12 digits); repeatable"))
    .addOption(repeatable("--key <key>", "only this key: ARN, id or alias name; repeatable"))
    .addOption(repeatable("--principal <principal>", "only this principal: ARN or name; repeatable"))
    .option("--keys <file>", "a report of kms-audit assess, or ARNs: tells which of its keys are not used")
    .addOption(
      new Option("--format <format>", "json is described by docs/schemas/usage.schema.json")
        .choices(Object.keys(formats))
        .default("text"),
    )
    .option(
      "--output <path>",
      "a file to write; in a folder, kms-usage-YYYY-MM-DD with the format's extension",
    )
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with 1 if a detection of this severity or worse fires",
      ).choices(severities),
    )
    .option("--no-detections", "the counts and other answers alone, which takes less time")
    .option("--baseline <file>", "the history to compare with: what an earlier run saved")
    .option("--save-baseline <file>", "save this run's events, and the history, for the next run")
    .option("--sigma <folder>", "write the simple detections as Sigma rules, and no report")
    .option("--allow <file>", "what is known to be all right: an allow-list (docs/detections.md)")
    .action(async (paths: readonly string[], choices: Choices) => {
      done(await run(paths, choices, io));
    });
}

async function run(paths: readonly string[], choices: Choices, io: Io): Promise<ExitCode> {
  if (choices.sigma !== undefined) {
    io.out(`${await writeSigmaRules(path.resolve(io.cwd, choices.sigma))} Sigma rules in ${choices.sigma}\n`);
    return 0;
  }
  if (paths.length === 0 && !choices.lookup && choices.athena === undefined)
    throw new UsageError(
      "give CloudTrail files, folders or s3:// prefixes, - for standard input, --lookup or --athena",
    );
  if (choices.athena !== undefined && (paths.length > 0 || choices.lookup))
    throw new UsageError("--athena takes no other source: leave paths and --lookup out");
  if (choices.athena !== undefined && (choices.baseline ?? choices.saveBaseline) !== undefined)
    throw new UsageError("--athena takes no baseline: ask for a longer time, the history is in the trail");
  const { detections, failOn, baseline, allow: allowList } = choices;
  if (!detections && (failOn ?? baseline ?? allowList) !== undefined)
    throw new UsageError(
      "--no-detections leaves nothing to --fail-on, --baseline and --allow: take them out",
    );
  const knownKeys = choices.keys === undefined ? undefined : await readKnownKeys(choices.keys, io.cwd);
  const allow = choices.allow === undefined ? nothingAllowed : await readAllowList(choices.allow, io.cwd);
  const report =
    choices.athena === undefined
      ? await usageOf(paths, choices, knownKeys, allow, io)
      : await usageInAthena(athenaChoices(choices.athena, choices), choices, knownKeys, allow, io);
  await write(report, choices.format, choices.output, io);
  if (report.broken > 0) {
    io.err(
      `kms-audit: ${report.broken} broken ${report.broken === 1 ? "record is" : "records are"} not counted\n`,
    );
    return 2;
  }
  return choices.failOn !== undefined && failsOn(report, choices.failOn) ? 1 : 0;
}

async function usageOf(
  paths: readonly string[],
  choices: Choices,
  knownKeys: readonly string[] | undefined,
  allow: AllowList,
  io: Io,
): Promise<UsageReport> {
  const filters = filtersOf(choices);
  const progress = progressLine(io);
  const sources = await sourcesOf(paths, choices.lookup, filters, io, progress.show);
  const database = await openDatabase();
  try {
    const { baseline, saveBaseline } = choices;
    if (baseline !== undefined) await assertHistory(database, baseline, io.cwd);
    const intake = await takeIn(database, sources.read(), filters, (records) => {
      progress.show(`${records.toLocaleString("en")} records`);
    });
    progress.clear();
    const history =
      baseline === undefined ? undefined : await openHistory(database, baseline, io.cwd, filters);
    const report = await reportOn(
      database,
      { ...intake, skipped: intake.skipped + sources.skipped() },
      knownKeys,
      choices.detections ? await detected(database, allow, history) : undetected,
    );
    if (saveBaseline !== undefined) await saveHistory(database, saveBaseline, io.cwd, history !== undefined);
    return history === undefined ? report : { ...report, baseline: history.baseline };
  } finally {
    progress.clear();
    await database.close();
  }
}

async function detected(database: Database, allow: AllowList, history?: History): Promise<Detections> {
  await createRareEvents(database);
  return await detect(database, allow, history);
}

/** The same report without the records coming here. */
async function usageInAthena(
  athena: AthenaChoices,
  choices: Choices,
  knownKeys: readonly string[] | undefined,
  allow: AllowList,
  io: Io,
): Promise<UsageReport> {
  const progress = progressLine(io);
  try {
    const trail = await openAthenaTrail(athena, filtersOf(choices), progress.show);
    try {
      const [intake, detections] = await Promise.all([
        trail.intake(),
        choices.detections ? detect(trail.answerer, allow) : undetected,
      ]);
      return { ...(await reportOn(trail.answerer, intake, knownKeys, detections)), athena: trail.use() };
    } finally {
      await trail.close();
    }
  } finally {
    progress.clear();
  }
}

function athenaChoices(table: string, choices: Choices): AthenaChoices {
  const { athenaWorkgroup: workgroup, athenaOutput: output, athenaCopy: copy, athenaDialect } = choices;
  return { table, workgroup, output, copy, dialect: athenaDialect === "duckdb" ? duckDb : trino };
}

function filtersOf({ since, until, region, account, key, principal }: Choices): Filters {
  return {
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    regions: region,
    accounts: account,
    keys: key,
    principals: principal,
  };
}

function failsOn({ detections }: UsageReport, least: Severity): boolean {
  return detections.some(({ severity }) => rank(severity) <= rank(least));
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], "all")
    .argParser((value, previous: readonly string[]) => [...previous, value]);
}
