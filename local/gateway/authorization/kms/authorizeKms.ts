import type { Condition, KeyPolicy } from "../../../../kms/policy/document";
import type { Request, RequestContext } from "../../../../kms/policy/evaluate/request";
import { partitionOf } from "../../../../kms/partitions";
import type { Caller } from "../callers/caller";
import type { Callers } from "../callers/callers";
import { originContext, serviceContext, type Origin } from "../origin";
import { accessDenied, outsideRefusal, refusalByIdentity, refusalOnKey } from "../verdict";
import type { KeyFacts } from "./keyFacts";
import type { Keys } from "./keys";
import { keyUses, type KeyUse, type KmsOperation } from "./keyUses";
import { assertNotLockedOut } from "./lockOut";
import { encryptionContext, inputContext, keyContext } from "./requestContext";

/** A key that a service uses for whom it serves. */
export interface UseByService {
  /** As `kms:ViaService` begins with it: `s3`. */
  readonly service: string;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** Key id, key ARN, alias name or alias ARN. */
  readonly keyId: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
}

/** What is refused, as it reads to the caller, and the code and HTTP status that it is refused with. */
type ErrorCode = readonly [code: string, status: number];

/** Decides who may do what with keys. */
export class KmsAuthorization {
  constructor(
    private readonly callers: Callers,
    private readonly keys: Keys,
  ) {}

  /**
   * Decides an operation that a client asks for.
   * @throws AwsError AccessDeniedException; MalformedPolicyDocumentException where a new policy would lock the caller out
   */
  async authorize(asked: KmsOperation, origin: Origin): Promise<void> {
    const { operation, input } = asked;
    const caller = await this.callers.callerOf(origin.accessKeyId, partitionOf(origin.region) ?? "aws");
    const uses = keyUses(asked) ?? [];
    const context = { ...originContext(origin), ...caller.context, ...inputContext(operation, input) };
    const resources = await Promise.all(
      uses.map((use) => this.resourceOf(use, origin.region, caller.account)),
    );
    const isSameKey = operation === "ReEncrypt" && resources[0] === resources[1];
    for (const [index, use] of uses.entries()) {
      await this.check(caller, use, resources[index], {
        ...context,
        ...(operation === "ReEncrypt" && { "kms:ReEncryptOnSameKey": String(isSameKey) }),
        ...(use.region !== undefined && { "aws:RequestedRegion": use.region }),
      });
    }
    assertNotLockedOut(caller, asked, resources[0], context, origin.region);
  }

  /**
   * Decides the use of a key by a service for the caller whom it serves.
   * @param error what the service refuses with
   * @returns the key, or undefined where there is none
   * @throws AwsError with that code
   */
  async authorizeService(
    use: UseByService,
    { accessKeyId, region }: Origin,
    error: ErrorCode,
  ): Promise<KeyFacts | undefined> {
    const caller = await this.callers.callerOf(accessKeyId, partitionOf(region) ?? "aws");
    const { service, action, keyId } = use;
    const context = { ...serviceContext(service, region), ...caller.context };
    const keyUse = { action, keyId, encryptionContext: use.encryptionContext };
    const resource = await this.resourceOf(keyUse, region, caller.account);
    return this.check(caller, keyUse, resource, context, error);
  }

  /** The ARN of what is used: a key, an alias, or `*`. */
  private async resourceOf(use: KeyUse, region: string, account: string): Promise<string | undefined> {
    if (use.keyId === undefined) {
      const { resource = "*" } = use;
      if (resource === "*") return resource;
      return `arn:${partitionOf(region) ?? "aws"}:kms:${region}:${account}:${resource}`;
    }
    const arn = await this.keys.arnOf(use.keyId, region, account);
    return use.region === undefined ? arn : arn?.replace(/^(arn:[^:]+:kms:)[^:]+/, `$1${use.region}`);
  }

  private async check(
    caller: Caller,
    use: KeyUse,
    resource: string | undefined,
    context: RequestContext,
    error?: ErrorCode,
  ): Promise<KeyFacts | undefined> {
    const { action, keyId } = use;
    const request: Request = {
      principalType: "AWS",
      principal: caller.arn,
      account: caller.account,
      action,
      resource: resource ?? keyId ?? "*",
      context: { ...context, ...encryptionContext(use.encryptionContext) },
    };
    const refuse = (because: string | undefined): void => {
      if (because !== undefined) throw accessDenied(caller, request, because, error);
    };
    if (keyId === undefined) {
      refuse(refusalByIdentity(caller, request));
      return undefined;
    }
    const key = resource === undefined ? undefined : await this.keys.find(resource);
    if (key === undefined) {
      // Of its own account KMS says that there is no such key; of others AWS says nothing.
      if (isOfAnotherAccount(keyId, caller.account)) refuse(outsideRefusal);
      return undefined;
    }
    const complete = { ...request, context: await fullContext(caller, request, key, keyId) };
    refuse(refusal(caller, complete, key, use));
    return key;
  }
}

function refusal(
  caller: Caller,
  request: Request,
  { metadata, policy, grants }: KeyFacts,
  { grantId }: KeyUse,
): string | undefined {
  // AWS's own policy of these keys: its service uses them for everyone in the account who may use the service.
  if (metadata.KeyManager === "AWS") {
    return metadata.AWSAccountId === caller.account ? undefined : outsideRefusal;
  }
  const relevant = grantId === undefined ? grants : grants.filter((grant) => grant.grantId === grantId);
  return refusalOnKey(caller, request, { policy, grants: relevant });
}

async function fullContext(
  { identityPolicies }: Caller,
  { context }: Request,
  key: KeyFacts,
  keyId: string,
): Promise<RequestContext> {
  const policies = identityPolicies === "everything" ? [key.policy] : [key.policy, ...identityPolicies];
  const alias = /alias\/.*$/.exec(keyId)?.[0];
  return {
    ...keyContext(key.metadata),
    ...(policies.some(asksForLabels) && (await key.labels())),
    ...(alias !== undefined && { "kms:RequestAlias": alias }),
    ...context,
  };
}

const askForLabels = new WeakMap<KeyPolicy, boolean>();

/** Whether a policy's conditions look at tags or aliases of the key, which take two more questions to KMS. */
function asksForLabels(policy: KeyPolicy): boolean {
  let asks = askForLabels.get(policy);
  if (asks === undefined) {
    const isAbout = ({ key, values }: Condition): boolean =>
      [key, ...values].some((text) => /aws:ResourceTag\/|kms:ResourceAliases/i.test(text));
    asks = policy.statements.some(({ conditions }) => conditions.some(isAbout));
    askForLabels.set(policy, asks);
  }
  return asks;
}

function isOfAnotherAccount(keyId: string, account: string): boolean {
  return keyId.startsWith("arn:") && keyId.split(":")[4] !== account;
}
