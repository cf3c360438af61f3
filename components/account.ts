/** Guards a stack against the wrong credentials. */
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";

/**
 * Refuses to go on in any account but the one that the settings name, before anything is registered.
 * @param accountId the account that is to own the keys: 12 digits
 * @throws pulumi.RunError when the credentials in use belong to another account
 */
export async function requireAccount(accountId: string): Promise<void> {
  const caller = await getCallerIdentity({});
  if (caller.accountId !== accountId) {
    throw new pulumi.RunError(
      `the settings say accountId ${accountId}, but the AWS credentials in use belong to account ${caller.accountId} ` +
        `(${caller.arn}); select the other stack, or the other credentials`,
    );
  }
}
