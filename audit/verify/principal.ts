/** Whom steps are tried as. */
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { parseArn } from "../../kms/arn";
import { failureOf, tellFailure } from "../assess/collect/failure";
import { credentialsOf } from "../credentials";
import { UsageError } from "../usageError";

/** Somebody with credentials. */
export interface Principal {
  /** As AWS names it: a user, a session of a role, an account's root. */
  readonly arn: string;
  /** 12 digits. */
  readonly account: string;
  readonly kms: (region: string) => KMSClient;
  readonly s3: (region: string) => S3Client;
  readonly credentials: AwsCredentialIdentityProvider;
}

const timeouts = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

/**
 * Finds out who somebody is, and so that the credentials work.
 * @param who a profile, or a role's ARN; the SDK's own choice where left out
 * @param source whose credentials assume the role
 * @throws UsageError where the credentials are of no use
 */
export async function principalOf(
  who: string | undefined,
  region: string,
  source?: Principal,
): Promise<Principal> {
  const credentials = credentialsFor(who, region, source);
  const sts = new STSClient({ region, credentials, requestHandler: timeouts });
  try {
    const { Arn = "", Account = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return { arn: Arn, account: Account, credentials, ...clientsOf(credentials) };
  } catch (error) {
    const whose = who === undefined ? "the credentials of the environment" : `the credentials of ${who}`;
    throw new UsageError(
      `${whose} cannot be used (${tellFailure(failureOf(error))}): set AWS_PROFILE or AWS_ACCESS_KEY_ID, ` +
        "or name a profile or a role that trusts you; AWS_ENDPOINT_URL says where AWS is",
    );
  } finally {
    sts.destroy();
  }
}

/** Whether a list of account ids and ARNs names somebody, as principals of a policy do. */
export function isAmong({ arn, account }: Principal, principals: readonly string[]): boolean {
  const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  return principals.some((named) => {
    if (named === account || named === arn) return true;
    const { account: owner, resource = "" } = parseArn(named) ?? {};
    if (owner !== account) return false;
    // A session's ARN does not tell its role's path.
    return resource === "root" || (role !== undefined && new RegExp(`^role/(.*/)?${role}$`).test(resource));
  });
}

function credentialsFor(
  who: string | undefined,
  region: string,
  source: Principal | undefined,
): AwsCredentialIdentityProvider {
  if (who?.startsWith("arn:") !== true) return credentialsOf(who);
  return fromTemporaryCredentials({
    params: { RoleArn: who, RoleSessionName: "kms-audit-verify" },
    clientConfig: { region },
    ...(source !== undefined && { masterCredentials: source.credentials }),
  });
}

function clientsOf(credentials: AwsCredentialIdentityProvider): Pick<Principal, "kms" | "s3"> {
  // Endpoints other than AWS's seldom have a host name for each bucket.
  const forcePathStyle = process.env.AWS_ENDPOINT_URL !== undefined;
  const settings = (region: string) => ({ region, credentials, requestHandler: timeouts });
  return {
    kms: onePerRegion((region) => new KMSClient(settings(region))),
    s3: onePerRegion((region) => new S3Client({ ...settings(region), forcePathStyle })),
  };
}

function onePerRegion<Client>(make: (region: string) => Client): (region: string) => Client {
  const made = new Map<string, Client>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}
