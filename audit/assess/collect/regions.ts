/** Which Regions are read. */
import { AccountClient, paginateListRegions, type RegionOptStatus } from "@aws-sdk/client-account";
import { STSClient } from "@aws-sdk/client-sts";
import { isPartition, partitionOf } from "../../../kms/partitions";
import { REGIONS } from "../../../kms/regions";
import { UsageError } from "../../usageError";
import { Attempts } from "./attempt";
import { paced, Rates } from "./paced";
import type { Account } from "./place";
import { settingsOf } from "./settings";

/** Regions of an account. */
export interface RegionsOfAccount {
  readonly regions: readonly string[];
  /** Whether these may hold some that the account has not enabled, which then answer nothing. */
  readonly areGuessed: boolean;
}

const ENABLED: RegionOptStatus[] = ["ENABLED", "ENABLED_BY_DEFAULT"];

/**
 * The Regions that the account has enabled. Where it may not ask, all Regions of its partition.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 * @param home a Region of the account's partition, whose endpoint answers
 */
export async function enabledRegions(account: Account, home: string): Promise<RegionsOfAccount> {
  const client = paced(new AccountClient(settingsOf(home, account.credentials)), "account", new Rates());
  const regions = await new Attempts().read("account:ListRegions", async () => {
    const all: string[] = [];
    for await (const { Regions = [] } of paginateListRegions(
      { client },
      { RegionOptStatusContains: ENABLED },
    ))
      all.push(...Regions.flatMap(({ RegionName }) => RegionName ?? []));
    return all;
  });
  client.destroy();
  if (regions !== undefined && regions.length > 0) return { regions: regions.sort(), areGuessed: false };
  const partition = isPartition(account.partition) ? account.partition : "aws";
  return { regions: REGIONS.filter((region) => partitionOf(region) === partition), areGuessed: true };
}

/**
 * The Region that the environment or the profile names.
 * @throws UsageError where there is none
 */
export async function defaultRegion(profile: string | undefined): Promise<string> {
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    throw new UsageError(
      "no Region is named: use --region, --all-regions with AWS_REGION set, or a profile with a Region",
    );
  } finally {
    client.destroy();
  }
}
