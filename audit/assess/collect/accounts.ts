/** Whose keys are read: the caller's own, those behind roles, or those of a whole organization. */
import { OrganizationsClient, paginateListAccounts } from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { accountOf, parseArn } from "../../../kms/arn";
import { credentialsOf } from "../../credentials";
import { UsageError } from "../../usageError";
import { type Failure, failureOf, tellFailure } from "./failure";
import { paced, Rates } from "./paced";
import type { Account } from "./place";
import { settingsOf } from "./settings";

/** Which accounts are meant. */
export interface AccountChoices {
  /** A profile of the AWS configuration files; the SDK's own choice where left out. */
  readonly profile?: string;
  /** ARNs of roles, one an account; the caller's own account where there is none. */
  readonly roleArns: readonly string[];
  /** The name of a role in each account of the organization. */
  readonly organizationRole?: string;
  /** What the roles' trust policies demand. */
  readonly externalId?: string;
  /** The Region whose endpoints of STS and Organizations are asked. */
  readonly region: string;
}

/** The accounts that can be worked in, and those that cannot. */
export interface Accounts {
  readonly accounts: readonly Account[];
  readonly refused: readonly {
    readonly id: string;
    readonly name?: string;
    readonly partition: string;
    readonly failure: Failure;
  }[];
}

/**
 * Finds out whose keys to read, and tries each account's credentials.
 * @throws UsageError where the caller's own credentials are of no use
 */
export async function findAccounts(choices: AccountChoices): Promise<Accounts> {
  const { profile, roleArns, organizationRole, region } = choices;
  const own = credentialsOf(profile);
  const caller = await identify(own, region).catch((error: unknown) => {
    throw new UsageError(whyNobody(failureOf(error), profile));
  });
  const roles = roleArns.map((roleArn) => ({ roleArn, id: accountOf(roleArn) ?? "" }));
  const members =
    organizationRole === undefined ? [] : await membersOf(own, region, organizationRole, caller);
  const wanted = [...roles, ...members];
  if (wanted.length === 0)
    return { accounts: [{ ...caller, credentials: own, seenTrails: new Set() }], refused: [] };
  const found = await Promise.all(
    wanted.map((one) => enter({ partition: caller.partition, ...one }, own, choices)),
  );
  return {
    accounts: found.flatMap((one) => ("credentials" in one ? [one] : [])),
    refused: found.flatMap((one) => ("failure" in one ? [one] : [])),
  };
}

interface Member {
  readonly id: string;
  readonly name?: string;
  readonly partition: string;
  /** Left out for the caller's own account. */
  readonly roleArn?: string;
}

async function enter(
  { roleArn, ...account }: Member,
  own: AwsCredentialIdentityProvider,
  { region, externalId }: AccountChoices,
) {
  if (roleArn === undefined) return { ...account, credentials: own, seenTrails: new Set<string>() };
  const credentials = fromTemporaryCredentials({
    masterCredentials: own,
    params: {
      RoleArn: roleArn,
      RoleSessionName: "kms-audit",
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: { region },
  });
  try {
    const { id, partition } = await identify(credentials, region);
    return { ...account, id, partition, credentials, seenTrails: new Set<string>() };
  } catch (error) {
    return { ...account, failure: failureOf(error) };
  }
}

async function identify(
  credentials: AwsCredentialIdentityProvider,
  region: string,
): Promise<{ id: string; partition: string }> {
  const sts = paced(new STSClient(settingsOf(region, credentials)), "sts", new Rates());
  try {
    const { Account: id = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return { id, partition: parseArn(Arn)?.partition ?? "aws" };
  } finally {
    sts.destroy();
  }
}

/** The active accounts of the organization. Its own account, mostly the management account, has no such role and needs none. */
async function membersOf(
  credentials: AwsCredentialIdentityProvider,
  region: string,
  role: string,
  caller: { readonly id: string; readonly partition: string },
): Promise<Member[]> {
  const organizations = paced(
    new OrganizationsClient(settingsOf(region, credentials)),
    "organizations",
    new Rates(),
  );
  const members: Member[] = [];
  try {
    for await (const { Accounts: page = [] } of paginateListAccounts({ client: organizations }, {}))
      for (const { Id = "", Name, Status } of page)
        if (Status === "ACTIVE")
          members.push({
            id: Id,
            partition: caller.partition,
            ...(Name !== undefined && { name: Name }),
            ...(Id !== caller.id && { roleArn: `arn:${caller.partition}:iam::${Id}:role/${role}` }),
          });
  } catch (error) {
    throw new UsageError(
      `the accounts of the organization cannot be listed (${tellFailure(failureOf(error))}); use credentials of its management account or of a delegated administrator, or name the accounts' roles by --role-arn`,
    );
  } finally {
    organizations.destroy();
  }
  return members;
}

/** One sentence, by what went wrong. */
function whyNobody(failure: Failure, profile: string | undefined): string {
  const whose = profile === undefined ? "the credentials" : `the credentials of profile ${profile}`;
  switch (failure.kind) {
    case "credentials":
      return /^(Expired|TokenRefreshRequired|RequestExpired)/.test(failure.code) ||
        /expired/i.test(failure.message)
        ? `${whose} have expired: sign in again (aws sso login, or new keys) and run this again`
        : `AWS does not take ${whose} (${tellFailure(failure)}): set AWS_PROFILE, AWS_ACCESS_KEY_ID or --profile`;
    case "unreachable":
    case "passing":
      return `AWS cannot be reached (${tellFailure(failure)}): check the network, the proxy and AWS_ENDPOINT_URL`;
    case "denied":
    case "noSuchRegion":
    case "other":
      return `AWS does not say whose ${whose} are (${tellFailure(failure)})`;
  }
}
