/** Which account the credentials belong to, and whether the configuration lets the provider work in it. */
import { isAwsError, describeError } from "../awsErrors";
import type { Clients } from "../clients";
import type { ProviderSettings } from "./settings";

/** What STS says of the credentials. */
export interface CallerIdentity {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/**
 * Asks STS.
 * @throws Error saying what is wrong with the credentials or that the endpoint cannot be reached
 */
export async function callerIdentity(clients: Clients, region: string): Promise<CallerIdentity> {
  try {
    const sts = await clients.of("sts", region, 4);
    const { Account = "", Arn = "", UserId = "" } = await sts.getCallerIdentity();
    return { account: Account, arn: Arn, userId: UserId };
  } catch (error) {
    throw new Error(credentialsProblem(error), { cause: error });
  }
}

/** @throws Error where the account is not allowed or is forbidden */
export function checkAccount(
  account: string,
  { allowedAccountIds, forbiddenAccountIds }: ProviderSettings,
): void {
  if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(account)) {
    throw new Error(
      `AWS account ID not allowed: ${account} (aws:allowedAccountIds has ${allowedAccountIds.join(", ")})`,
    );
  }
  if (forbiddenAccountIds.includes(account)) {
    throw new Error(`AWS account ID not allowed: ${account} (it is in aws:forbiddenAccountIds)`);
  }
}

function credentialsProblem(error: unknown): string {
  if (error instanceof Error && error.name === "CredentialsProviderError") {
    return (
      "No valid credential sources found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or " +
      `aws:profile. (${error.message})`
    );
  }
  if (isAwsError(error, "InvalidClientTokenId", "ExpiredToken", "SignatureDoesNotMatch")) {
    return `Invalid credentials configured. ${describeError(error)}`;
  }
  return `unable to validate AWS credentials.\nDetails: sts:GetCallerIdentity: ${describeError(error)}`;
}
