/** Reads all keys of the accounts and Regions that are meant, judges them, and makes the report. */
import pLimit from "p-limit";
import { groupBy } from "../../kms/policy/analyse/groupBy";
import type { Resource } from "../../rulebook/facts";
import type { Trust } from "../../rulebook/policy/analysis";
import type { Configuration } from "../configuration";
import { UsageError } from "../usageError";
import { type Accounts, findAccounts } from "./collect/accounts";
import { AssessmentStopped } from "./collect/attempt";
import { type Failure, tellFailure } from "./collect/failure";
import { Journal } from "./collect/journal";
import type { Gap, KeyRecord } from "./collect/keyRecord";
import { type Account, placeOf } from "./collect/place";
import { type LastUseChoice, readRegion, type RegionReading, type Surroundings } from "./collect/readRegion";
import { enabledRegions } from "./collect/regions";
import { factsOfKey } from "./facts/keys";
import { AccountJudge } from "./judge";
import { keyReportOf } from "./keyReport";
import type { Progress } from "./progress";
import type { Report } from "./report";
import { ReportBuilder } from "./reportBuilder";
import { spareMemory } from "./spareMemory";
import { explainEmpty, type RegionOutcome } from "./whyEmpty";

export { sendFindings } from "./sendFindings";
export { defaultRegion } from "./collect/regions";

/** What is assessed, and how. */
export interface AssessOptions {
  /** Names of Regions; the first one's endpoints are asked whose accounts these are. */
  readonly regions: readonly [string, ...string[]];
  /** All Regions that each account has enabled, instead. */
  readonly allRegions: boolean;
  readonly profile?: string;
  readonly roleArns: readonly string[];
  readonly organizationRole?: string;
  readonly externalId?: string;
  readonly lastUse: LastUseChoice;
  readonly configuration: Configuration;
  /** Absolute path of the journal to go on from, and to write. */
  readonly journal?: string;
  readonly progress: Progress;
}

/** Regions that are read at a time, whosever they are: each has quotas of its own. */
const REGIONS_AT_ONCE = 16;

/**
 * Assesses live keys.
 * @throws UsageError where there is nothing to report: no credentials, no network, no permission, no keys
 */
export async function assess(options: AssessOptions): Promise<Report> {
  const { configuration, progress, regions } = options;
  const startedAt = new Date().toISOString();
  const accounts = await findAccounts({ ...options, region: regions[0] });
  const builder = new ReportBuilder(configuration, startedAt);
  const journal = await Journal.open(options.journal);
  try {
    const outcomes = await assessAccounts(accounts, options, journal, builder);
    if (outcomes.keys === 0) throw new UsageError(explainEmpty(accounts, outcomes.regions));
    return builder.report();
  } catch (error) {
    if (error instanceof AssessmentStopped)
      throw new UsageError(whyStopped(error.failure, progress, options.journal));
    throw error;
  } finally {
    progress.stop();
    await journal.close();
  }
}

interface Outcomes {
  /** Customer keys. */
  keys: number;
  readonly regions: RegionOutcome[];
}

async function assessAccounts(
  { accounts, refused }: Accounts,
  options: AssessOptions,
  journal: Journal,
  builder: ReportBuilder,
): Promise<Outcomes> {
  const outcomes: Outcomes = { keys: 0, regions: [] };
  const limit = pLimit(REGIONS_AT_ONCE);
  const spare = spareMemory();
  for (const { failure, ...account } of refused) {
    builder.addAccount(account);
    const judge = new AccountJudge(account.id, options.configuration, (check) => {
      builder.addCheck(check);
    });
    judge.addGap({
      ...accountAsResource(account, "global"),
      calls: [{ action: "sts:AssumeRole", problem: tellFailure(failure) }],
    });
    judge.finish();
  }
  try {
    await Promise.all(
      accounts.map((account) =>
        assessAccount(account, { ...options, journal, builder, outcomes, limit, spareMemory: spare }),
      ),
    );
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
  return outcomes;
}

interface Run extends Omit<AssessOptions, "journal"> {
  readonly journal: Journal;
  readonly builder: ReportBuilder;
  readonly outcomes: Outcomes;
  readonly spareMemory: () => void;
  readonly limit: ReturnType<typeof pLimit>;
}

async function assessAccount(account: Account, run: Run): Promise<void> {
  const { builder, configuration, limit } = run;
  builder.addAccount(account);
  const { regions, areGuessed } = run.allRegions
    ? await enabledRegions(account, run.regions[0])
    : { regions: run.regions, areGuessed: false };
  const judge = new AccountJudge(account.id, configuration, (check) => {
    builder.addCheck(check);
  });
  await Promise.all(
    regions.map((region) => limit(() => assessRegion(account, region, areGuessed, judge, run))),
  );
  judge.finish();
}

async function assessRegion(
  account: Account,
  region: string,
  isGuessed: boolean,
  judge: AccountJudge,
  run: Run,
): Promise<void> {
  const { builder, outcomes, progress, journal, lastUse } = run;
  const trust = trustOf(run.configuration);
  const place = placeOf(account, region);
  const onKey = (record: KeyRecord, surroundings: Surroundings): void => {
    progress.keyDone();
    if (record.description?.manager === "AWS") return;
    const facts = factsOfKey(record, surroundings);
    judge.addKey(facts);
    builder.addKey(keyReportOf(record, facts, surroundings, trust));
    outcomes.keys += 1;
    run.spareMemory();
  };
  try {
    const reading = await readRegion(place, {
      journal,
      lastUse,
      onKey,
      onTotal: (keys) => {
        progress.keysFound(keys);
      },
    });
    finishRegion(account, region, reading, judge, outcomes);
  } catch (error) {
    // Where STS has just taken the credentials, a Region that does not know them is one that the account has not enabled.
    if (!(error instanceof AssessmentStopped) || !isUnknownThere(error.failure)) throw error;
    const told = `the Region ${region} is not enabled in account ${account.id}`;
    outcomes.regions.push({ account: account.id, region, failure: { kind: "noSuchRegion", told } });
    if (!isGuessed)
      judge.addGap({
        ...accountAsResource(account, region),
        calls: [{ action: "kms:ListKeys", problem: told }],
      });
  } finally {
    place.close();
  }
}

function finishRegion(
  account: Account,
  region: string,
  { others, gaps, failed }: RegionReading,
  judge: AccountJudge,
  outcomes: Outcomes,
): void {
  judge.addFacts(others);
  if (gaps.length > 0) judge.addGap({ ...accountAsResource(account, region), calls: distinct(gaps) });
  outcomes.regions.push({
    account: account.id,
    region,
    ...(failed !== undefined && { failure: { kind: failed, told: gaps[0]?.problem ?? "" } }),
  });
}

/** One trail, alarm or rule that may not be read fails as all others do. */
function distinct(gaps: readonly Gap[]): Gap[] {
  return [...groupBy(gaps, ({ action, problem }) => `${action} ${problem}`).values()].map(([first]) => first);
}

function isUnknownThere({ code }: Failure): boolean {
  return ["UnrecognizedClientException", "InvalidClientTokenId", "AuthFailure"].includes(code);
}

function accountAsResource(account: { readonly id: string; readonly partition: string }, region: string) {
  const resource: Resource = {
    id: `arn:${account.partition}:iam::${account.id}:root`,
    type: "AWS::IAM::Account",
    name: account.id,
  };
  return { resource, ownerAccount: account.id, region };
}

/** Whom the configuration trusts; undefined where it says nothing, as in most rules. */
function trustOf({ options }: Configuration): Trust | undefined {
  const { trustedAccounts, trustedOrganizations } = options["kms-external-access"] ?? {};
  if (trustedAccounts === undefined && trustedOrganizations === undefined) return undefined;
  const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
  return { trustedAccounts: list(trustedAccounts), trustedOrganizations: list(trustedOrganizations) };
}

function whyStopped(failure: Failure, { done, found }: Progress, journal: string | undefined): string {
  const kept =
    journal === undefined
      ? "with --resume FILE the next run could go on from there"
      : `what was read is in ${journal}: sign in again and run the same command to go on`;
  return `AWS takes the credentials no more, after ${done} of ${found} keys (${tellFailure(failure)}); ${kept}`;
}
