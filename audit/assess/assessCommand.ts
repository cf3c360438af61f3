/** `kms-audit assess`: holds the live keys of accounts and Regions to the rulebook. */
import path from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { accountOf } from "../../kms/arn";
import { nearest } from "../../kms/nearest";
import { isKnownRegion, REGIONS } from "../../kms/regions";
import type { Severity } from "../../rulebook/rule";
import { defaultConfiguration, readConfiguration } from "../configuration";
import type { ExitCode, Io } from "../io";
import { UsageError } from "../usageError";
import type * as assessModule from "./assess";
import { compareWithBaseline, readBaseline } from "./baseline";
import type { LastUseChoice } from "./collect/readRegion";
import { type Format, formats, write } from "./formats";
import { Progress } from "./progress";
import type { Report } from "./report";

interface Choices {
  readonly region: readonly string[];
  readonly allRegions?: true;
  readonly profile?: string;
  readonly roleArn: readonly string[];
  readonly organization?: string;
  readonly externalId?: string;
  readonly lastUse: "always" | "never" | "auto";
  readonly config?: string;
  readonly baseline?: string;
  readonly resume?: string;
  readonly format: Format;
  readonly output?: string;
  readonly failOn?: Severity;
  readonly send?: true;
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

const help = `
Credentials and the endpoint are the AWS SDK's: environment, profiles, AWS_ENDPOINT_URL. Permissions: kms-audit permissions.

Examples:
  kms-audit assess --region us-east-1 --region eu-west-1
  kms-audit assess --all-regions --output reports
  kms-audit assess --organization KmsAuditor --all-regions --resume run.jsonl --format json --output run.json
  kms-audit assess --baseline last.json --fail-on high

Exit codes: 0 assessed, 1 findings of the --fail-on severity or worse, 2 nothing could be assessed.`;

/** Adds the subcommand. */
export function assessCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  program
    .command("assess")
    .description("hold live keys to the rulebook: findings, score, who can do what")
    .addOption(
      list("--region <region>", "a Region to read; repeatable; where none is named, the SDK's own", region),
    )
    .option("--all-regions", "every Region that the account has enabled")
    .option("--profile <profile>", "a profile of the AWS configuration files")
    .addOption(
      list("--role-arn <arn>", "a role to read an account through; repeatable, one an account", roleArn),
    )
    .option(
      "--organization <role>",
      "every account of the organization, through the role of this name in each",
    )
    .option("--external-id <id>", "the external id that the roles ask for")
    .addOption(
      new Option(
        "--last-use <when>",
        "ask when keys were last used; AWS answers 5 a second, so auto does where keys are few",
      )
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--config <file>", "levels, options and exemptions of rules: the policy pack's file")
    .option("--baseline <file>", "a saved JSON report: show only what is new or fixed since")
    .option("--resume <file>", "journal of keys that were read: an interrupted run goes on from it")
    .addOption(
      new Option("--format <format>", "how to report").choices(Object.keys(formats)).default("table"),
    )
    .option(
      "--output <path>",
      "a file to write; in a folder, kms-assessment-YYYY-MM-DD with the format's extension",
    )
    .addOption(
      new Option("--fail-on <severity>", "exit 1 on findings as bad as this, or worse").choices(severities),
    )
    .option("--send", "send the findings to AWS Security Hub, too, where they are about; with --format asff")
    .addHelpText("after", help)
    .action(async (choices: Choices) => {
      const report = await reportFor(choices, io);
      await write(report, choices.format, choices.output, io);
      if (choices.send) await send(report, choices, io);
      done(failsOn(report, choices.failOn) ? 1 : 0);
    });
}

async function reportFor(choices: Choices, io: Io): Promise<Report> {
  const { config, baseline, profile, organization, externalId, resume } = choices;
  if (choices.send && choices.format !== "asff") throw new UsageError("--send needs --format asff");
  const allRegions = choices.allRegions === true;
  if (allRegions && choices.region.length > 0)
    throw new UsageError("--all-regions and --region exclude each other: name the Regions, or take all");
  if (choices.roleArn.length > 0 && organization !== undefined)
    throw new UsageError(
      "--role-arn and --organization exclude each other: the organization names its accounts itself",
    );
  const configuration = config === undefined ? defaultConfiguration : await readConfiguration(config, io.cwd);
  const saved = baseline === undefined ? undefined : await readBaseline(baseline, io.cwd);
  const { assess, defaultRegion } = assessment();
  const [first = await defaultRegion(profile), ...others] = choices.region;
  const report = await assess({
    regions: [first, ...others],
    allRegions,
    roleArns: choices.roleArn,
    lastUse: lastUses[choices.lastUse],
    configuration,
    progress: new Progress(io.terminal),
    ...(profile !== undefined && { profile }),
    ...(organization !== undefined && { organizationRole: organization }),
    ...(externalId !== undefined && { externalId }),
    ...(resume !== undefined && { journal: path.resolve(io.cwd, resume) }),
  });
  return saved === undefined ? report : compareWithBaseline(report, saved);
}

async function send(report: Report, choices: Choices, io: Io): Promise<void> {
  const { sendFindings, defaultRegion } = assessment();
  const { profile, organization, externalId, roleArn: roleArns } = choices;
  const [home = await defaultRegion(profile)] = choices.region;
  const sent = await sendFindings(report, {
    region: home,
    roleArns,
    ...(profile !== undefined && { profile }),
    ...(organization !== undefined && { organizationRole: organization }),
    ...(externalId !== undefined && { externalId }),
  });
  io.err(`kms-audit: Security Hub took ${sent} findings\n`);
}

/** The AWS SDK takes longer to load than most other subcommands to run. */
function assessment(): typeof assessModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() knows no TypeScript files under CommonJS
  return require("./assess") as typeof assessModule;
}

const lastUses: Readonly<Record<Choices["lastUse"], LastUseChoice>> = {
  always: "always",
  auto: "whereItFits",
  never: "never",
};

function failsOn({ findings }: Report, worst: Severity | undefined): boolean {
  if (worst === undefined) return false;
  const failing = severities.slice(0, severities.indexOf(worst) + 1);
  return findings.some(({ severity }) => failing.includes(severity));
}

function list(flags: string, description: string, check: (value: string) => string): Option {
  return new Option(flags, description)
    .default([], "none")
    .argParser((value, previous: readonly string[]) => [...previous, check(value)]);
}

function region(value: string): string {
  if (isKnownRegion(value)) return value;
  const meant = nearest(value, REGIONS);
  throw new InvalidArgumentError(
    `AWS has no such Region.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
  );
}

function roleArn(value: string): string {
  if (accountOf(value) !== undefined && /^arn:[a-z-]+:iam::\d{12}:role\/./.test(value)) return value;
  throw new InvalidArgumentError("A role's ARN looks like arn:aws:iam::111122223333:role/KmsAuditor.");
}
