/** The options that say whose key a policy belongs to. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { isAccountId } from "../../kms/arn";
import { nearest } from "../../kms/nearest";
import { isKnownRegion, REGIONS } from "../../kms/regions";
import type { AnalyseOptions } from "../../kms/policy/analyse/analyse";

/** Whom the owner trusts, as commander hands it over. */
export interface TrustChoices {
  readonly trustedAccount: readonly string[];
  readonly trustedOrg: readonly string[];
}

/** The options as commander hands them over. */
export interface ZoneChoices extends TrustChoices {
  readonly owner: string;
  readonly region?: string;
}

/** Adds `--owner`, `--trusted-account`, `--trusted-org` and `--region`. */
export function addZoneOptions(command: Command): Command {
  return addTrustOptions(
    command.requiredOption("--owner <account>", "the account that owns the key (12 digits)", account),
  ).option("--region <region>", "the key's Region: statements that name another one are reported", region);
}

/** Adds `--trusted-account` and `--trusted-org`. */
export function addTrustOptions(command: Command): Command {
  return command
    .addOption(
      repeatable("--trusted-account <account>", "an account within the trusted zone; repeatable", account),
    )
    .addOption(
      repeatable(
        "--trusted-org <organization>",
        "an organization within the trusted zone (o-...); repeatable",
        organization,
      ),
    );
}

/** What the analysis takes as given. */
export function analyseOptions({
  owner,
  trustedAccount,
  trustedOrg,
  region: keyRegion,
}: ZoneChoices): AnalyseOptions {
  return {
    ownerAccount: owner,
    trustedAccounts: trustedAccount,
    trustedOrganizations: trustedOrg,
    ...(keyRegion !== undefined && { region: keyRegion }),
  };
}

function repeatable(flags: string, description: string, check: (value: string) => string): Option {
  return new Option(flags, description)
    .default([], "none")
    .argParser((value, previous: readonly string[]) => [...previous, check(value)]);
}

/** Checks an account id: 12 digits. */
export function account(value: string): string {
  if (!isAccountId(value)) throw new InvalidArgumentError("An account id has 12 digits.");
  return value;
}

function organization(value: string): string {
  if (!/^o-[a-z0-9]{4,32}$/.test(value))
    throw new InvalidArgumentError("An organization id looks like o-a1b2c3d4e5.");
  return value;
}

function region(value: string): string {
  if (isKnownRegion(value)) return value;
  const meant = nearest(value, REGIONS);
  throw new InvalidArgumentError(
    `AWS has no such Region.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
  );
}
