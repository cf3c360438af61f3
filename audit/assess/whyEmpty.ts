/** Why an assessment has nothing to report, in one sentence. */
import type { Accounts } from "./collect/accounts";
import { type Failure, tellFailure } from "./collect/failure";

/** What became of one Region of one account. */
export interface RegionOutcome {
  readonly account: string;
  readonly region: string;
  /** Why its keys could not be listed. */
  readonly failure?: Pick<Failure, "kind"> & { readonly told: string };
}

/** The sentence for an assessment that read no customer key. */
export function explainEmpty(
  { accounts, refused }: Pick<Accounts, "accounts" | "refused">,
  outcomes: readonly RegionOutcome[],
): string {
  const [firstRefused] = refused;
  if (accounts.length === 0 && firstRefused !== undefined)
    return `no account can be entered: the role in ${firstRefused.id} cannot be assumed (${tellFailure(firstRefused.failure)})`;
  const failures = outcomes.flatMap(({ failure, region, account }) =>
    failure === undefined ? [] : [{ ...failure, region, account }],
  );
  const answered = outcomes.filter(({ failure }) => failure === undefined);
  const [first] = failures;
  if (answered.length > 0 || first === undefined) {
    const unheard = failures.length === 0 ? "" : `, and ${failures.length} more Regions did not answer`;
    const verb = new Set(answered.map(({ account }) => account)).size === 1 ? "has" : "have";
    return `${accountsIn(answered)} ${verb} no customer keys in ${regionsIn(answered)}${unheard}: there is nothing to assess`;
  }
  switch (first.kind) {
    case "denied":
      return `account ${first.account} does not let these credentials list its keys (${first.told}); kms-audit permissions prints the policy that an assessment needs`;
    case "unreachable":
    case "passing":
      return `AWS KMS cannot be reached in ${regionsIn(outcomes)} (${first.told}): check the network, the proxy and AWS_ENDPOINT_URL`;
    case "noSuchRegion":
      return first.told;
    case "credentials":
    case "other":
      return `the keys of account ${first.account} cannot be listed in ${first.region}: ${first.told}`;
  }
}

const MOST_NAMES = 5;

function accountsIn(outcomes: readonly RegionOutcome[]): string {
  const accounts = [...new Set(outcomes.map(({ account }) => account))];
  return `account${accounts.length === 1 ? "" : "s"} ${listed(accounts)}`;
}

function regionsIn(outcomes: readonly RegionOutcome[]): string {
  return listed([...new Set(outcomes.map(({ region }) => region))]);
}

function listed(names: readonly string[]): string {
  const left = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(left > 0 ? [`${left} more`] : [])].join(", ");
}
