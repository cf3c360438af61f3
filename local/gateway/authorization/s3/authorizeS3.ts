import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../../awsError";
import { parseJson } from "../../protocol";
import { partitionOf } from "../../../../kms/partitions";
import type { RequestContext } from "../../../../kms/policy/evaluate/request";
import type { Caller } from "../callers/caller";
import type { Callers } from "../callers/callers";
import type { KmsAuthorization } from "../kms/authorizeKms";
import { originContext, type Origin } from "../origin";
import { accessDenied } from "../verdict";
import { refusalOnBucket } from "./bucketVerdict";
import type { Buckets, BucketFacts, Encryption } from "./buckets";
import type { S3Object, S3Request } from "./s3Request";

/** What must hold for an answer of S3 before its body goes out, by the answer's headers. Throws AwsError where it does not. */
export type AnswerCheck = (headers: IncomingHttpHeaders) => Promise<void>;

const forbidden = ["AccessDenied", 403] as const;

/** Decides who may do what with objects, and lets S3 use KMS keys for those who may use them through S3. */
export class S3Authorization {
  /** Objects without a bucket key in buckets that have one by default: LocalEmu forgets that. */
  private readonly withoutBucketKey = new Set<string>();

  constructor(
    private readonly callers: Callers,
    private readonly buckets: Buckets,
    private readonly kms: KmsAuthorization,
  ) {}

  /**
   * Decides a request.
   * @param headers of the request
   * @returns what remains to be decided once S3 answers
   * @throws AwsError AccessDenied, or what S3 tells of a key that cannot be used
   */
  async authorize(
    request: S3Request,
    headers: IncomingHttpHeaders,
    origin: Origin,
  ): Promise<AnswerCheck | undefined> {
    const { operation, object, source } = request;
    if (object === undefined && operation !== "ListObjects") return undefined;
    const caller = await this.callers.callerOf(origin.accessKeyId, partitionOf(origin.region) ?? "aws");
    const bucket = await this.buckets.find(request.bucket, caller.account);
    if (bucket === undefined) return undefined;
    const arn = arnOf(request.bucket, origin);
    const context = { ...originContext(origin), ...headerContext(headers) };
    if (object === undefined) {
      checkBucket(caller, "s3:ListBucket", arn, bucket, context);
      return undefined;
    }
    checkBucket(caller, actionOf(operation, object), `${arn}/${object.key}`, bucket, context);
    if (operation === "GetObject") return (answer) => this.decrypt(object, encryptionIn(answer), origin);
    if (source !== undefined) await this.readSource(source, caller, origin);
    if (operation === "PutObject" || operation === "CopyObject") {
      await this.encrypt(["kms:GenerateDataKey"], object, headers, bucket, origin);
    }
    if (operation === "CreateMultipartUpload") {
      // S3 reads the parts again when it puts them together.
      await this.encrypt(["kms:GenerateDataKey", "kms:Decrypt"], object, headers, bucket, origin);
    }
    return undefined;
  }

  private async readSource(source: S3Object, caller: Caller, origin: Origin): Promise<void> {
    const bucket = await this.buckets.find(source.bucket, caller.account);
    if (bucket === undefined) return;
    const arn = `${arnOf(source.bucket, origin)}/${source.key}`;
    checkBucket(caller, actionOf("GetObject", source), arn, bucket, originContext(origin));
    const encryption = await this.buckets.encryptionOf(source, caller.account);
    if (encryption !== undefined) await this.decrypt(source, encryption, origin);
  }

  private decrypt(object: S3Object, encryption: Encryption, origin: Origin): Promise<void> {
    const bucketKey = encryption.bucketKey && !this.withoutBucketKey.has(`${object.bucket}/${object.key}`);
    return this.useKey("kms:Decrypt", object, { ...encryption, bucketKey }, {}, origin);
  }

  private async encrypt(
    actions: readonly string[],
    object: S3Object,
    headers: IncomingHttpHeaders,
    bucket: BucketFacts,
    origin: Origin,
  ): Promise<void> {
    const asked = encryptionIn(headers);
    const { encryption: byDefault } = bucket;
    const isAsked = headers["x-amz-server-side-encryption"] !== undefined;
    const hasBucketKey = headers["x-amz-server-side-encryption-bucket-key-enabled"] !== undefined;
    const encryption = {
      ...(isAsked ? asked : byDefault),
      bucketKey: hasBucketKey ? asked.bucketKey : byDefault.bucketKey,
    };
    const context = contextIn(headers);
    for (const action of actions) await this.useKey(action, object, encryption, context, origin);
    const name = `${object.bucket}/${object.key}`;
    if (byDefault.bucketKey && !encryption.bucketKey) this.withoutBucketKey.add(name);
    else this.withoutBucketKey.delete(name);
  }

  private async useKey(
    action: string,
    { bucket, key }: S3Object,
    { algorithm, keyId = "alias/aws/s3", bucketKey }: Encryption,
    context: Readonly<Record<string, string>>,
    origin: Origin,
  ): Promise<void> {
    if (!algorithm.startsWith("aws:kms")) return;
    if (keyId.startsWith("arn:") && keyId.split(":")[3] !== origin.region) {
      throw new AwsError("KMS.NotFoundException", `Invalid arn ${keyId.split(":")[3] ?? ""}`);
    }
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
    const arn = arnOf(bucketKey ? bucket : `${bucket}/${key}`, origin);
    const encryptionContext = { ...context, "aws:s3:arn": arn };
    const use = { service: "s3", action, keyId, encryptionContext };
    const found = await this.kms.authorizeService(use, origin, forbidden);
    if (found === undefined) {
      // AWS makes its own key when it is first needed.
      if (keyId === "alias/aws/s3") return;
      throw new AwsError("KMS.NotFoundException", `Key '${keyId}' does not exist`);
    }
    const { KeyState, Arn } = found.metadata;
    if (KeyState === "Disabled") throw new AwsError("KMS.DisabledException", `${Arn} is disabled.`);
    if (KeyState !== "Enabled") {
      throw new AwsError("KMS.KMSInvalidStateException", `${Arn} is ${inWords(KeyState)}.`);
    }
  }
}

function arnOf(name: string, { region }: Origin): string {
  return `arn:${partitionOf(region) ?? "aws"}:s3:::${name}`;
}

function checkBucket(
  caller: Caller,
  action: string,
  resource: string,
  bucket: BucketFacts,
  context: RequestContext,
): void {
  const request = {
    principalType: "AWS",
    principal: caller.arn,
    account: caller.account,
    action,
    resource,
    context: {
      ...context,
      ...caller.context,
      ...(bucket.owner !== undefined && { "aws:ResourceAccount": bucket.owner }),
    },
  } as const;
  const because = refusalOnBucket(caller, request, bucket);
  if (because !== undefined) throw accessDenied(caller, request, because, forbidden);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html */
function headerContext(headers: IncomingHttpHeaders): RequestContext {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith("x-amz-") && typeof value === "string" ? [[`s3:${name}`, value]] : [],
    ),
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
function actionOf(operation: S3Request["operation"], { versionId }: S3Object): string {
  const ofVersion = versionId === undefined ? "" : "Version";
  switch (operation) {
    case "GetObject":
    case "HeadObject":
      return `s3:GetObject${ofVersion}`;
    case "DeleteObject":
      return `s3:DeleteObject${ofVersion}`;
    case "AbortMultipartUpload":
      return "s3:AbortMultipartUpload";
    default:
      return "s3:PutObject";
  }
}

/** What the headers of a request ask for, or those of an answer tell. */
function encryptionIn(headers: IncomingHttpHeaders): Encryption {
  const textOf = (name: string): string | undefined => {
    const value = headers[`x-amz-server-side-encryption${name}`];
    return typeof value === "string" ? value : undefined;
  };
  return {
    algorithm: textOf("") ?? "AES256",
    keyId: textOf("-aws-kms-key-id"),
    bucketKey: textOf("-bucket-key-enabled")?.toLowerCase() === "true",
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html#AmazonS3-PutObject-request-header-ServerSideEncryptionContext */
function contextIn(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const encoded = headers["x-amz-server-side-encryption-context"];
  if (typeof encoded !== "string") return {};
  const pairs = parseJson(Buffer.from(encoded, "base64"));
  return Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, String(value)]));
}

/** `PendingDeletion` -> `pending deletion` */
function inWords(state: string): string {
  return state.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
