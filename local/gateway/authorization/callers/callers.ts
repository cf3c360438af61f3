import { IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { accountOf } from "../../account";
import { AwsError } from "../../awsError";
import { readAccountDetails, type AccountDetails } from "./accountDetails";
import type { Caller } from "./caller";
import { remembered } from "../remembered";

/** The access keys that LocalEmu issued to users and sessions. Every other one stands for an account's root. */
const issuedKey = /^L[KS]IA/;

/** Who access keys belong to, as LocalEmu's IAM and STS know it, remembered until IAM changes. */
export class Callers {
  private readonly identities = new Map<string, Promise<{ readonly arn: string; readonly userId: string }>>();
  private readonly accounts = new Map<string, Promise<AccountDetails>>();

  /** @param localEmu its address */
  constructor(private readonly localEmu: string) {}

  /**
   * The caller that an access key id stands for.
   * @param partition the one that an account's root is named in, such as `aws`
   * @throws AwsError where the key belongs to nobody
   */
  async callerOf(accessKeyId: string, partition: string): Promise<Caller> {
    const account = accountOf(accessKeyId);
    if (!issuedKey.test(accessKeyId)) return rootOf(account, partition);
    const { arn, userId } = await remembered(this.identities, accessKeyId, () => this.ask(accessKeyId));
    const [, kind = "", name = ""] = /^arn:[^:]+:[^:]+::\d{12}:([^/]+)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
    const { users, roles } = await this.detailsOf(account);
    // A session's ARN ends with the session's name, and its role's name comes before.
    const identity = kind === "assumed-role" ? roles.get(arn.split("/")[1] ?? "") : users.get(name);
    if (identity === undefined) throw invalidToken();
    const context = { "aws:userid": userId, "aws:PrincipalArn": identity.arn, ...identity.tags };
    return { arn, account, context, identityPolicies: identity.policies };
  }

  /** Whether the account has a role of this name. */
  async hasRole(account: string, name: string): Promise<boolean> {
    return (await this.detailsOf(account)).roles.has(name);
  }

  /** To be told whenever users, roles or policies of an account may have changed. */
  forget(account: string): void {
    this.accounts.delete(account);
    for (const key of this.identities.keys()) if (accountOf(key) === account) this.identities.delete(key);
  }

  private detailsOf(account: string): Promise<AccountDetails> {
    return remembered(this.accounts, account, () =>
      readAccountDetails(new IAMClient(this.clientOf(account))),
    );
  }

  private async ask(accessKeyId: string): Promise<{ readonly arn: string; readonly userId: string }> {
    const sts = new STSClient(this.clientOf(accessKeyId));
    const { Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
    return { arn: Arn ?? "", userId: UserId ?? "" };
  }

  private clientOf(accessKeyId: string) {
    const credentials = { accessKeyId, secretAccessKey: "local" };
    return { endpoint: this.localEmu, region: "us-east-1", credentials };
  }
}

function rootOf(account: string, partition: string): Caller {
  const context = { "aws:userid": account };
  return { arn: `arn:${partition}:iam::${account}:root`, account, context, identityPolicies: "everything" };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
function invalidToken(): AwsError {
  return new AwsError(
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
  );
}
