import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../awsError";
import type { KeyMemory } from "../kms/keyMemory";
import { Callers } from "./callers/callers";
import { KmsAuthorization } from "./kms/authorizeKms";
import type { AskKms } from "./kms/keyFacts";
import { Keys } from "./kms/keys";
import type { Origin } from "./origin";
import { S3Authorization, type AnswerCheck } from "./s3/authorizeS3";
import { Buckets } from "./s3/buckets";
import { parseS3Request } from "./s3/s3Request";

/** Says no where AWS would: LocalEmu keeps policies and grants, but does whatever it is asked. */
export class Authorization {
  readonly callers: Callers;
  readonly kms: KmsAuthorization;
  private readonly keys: Keys;
  private readonly buckets: Buckets;
  private readonly s3: S3Authorization;

  /**
   * @param localEmu its address
   * @param ask reaches KMS past all authorisation
   */
  constructor(localEmu: string, ask: AskKms, memory: KeyMemory) {
    this.callers = new Callers(localEmu);
    this.keys = new Keys(ask, (keyId) => memory.ownerOf(keyId));
    this.kms = new KmsAuthorization(this.callers, this.keys);
    this.buckets = new Buckets(localEmu);
    this.s3 = new S3Authorization(this.callers, this.buckets, this.kms);
  }

  /**
   * Decides an operation of KMS and runs it.
   * @throws AwsError where it is refused
   */
  async runKms(
    operation: string,
    input: JsonObject,
    origin: Origin,
    run: () => Promise<JsonObject>,
  ): Promise<JsonObject> {
    await this.kms.authorize({ operation, input }, origin);
    try {
      return await run();
    } finally {
      this.keys.changed(operation, input);
    }
  }

  /**
   * Decides a request to S3 and runs it.
   * @param run is given what must hold for S3's answer
   * @throws AwsError where it is refused
   */
  async runS3(
    {
      method,
      url,
      headers,
    }: { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders },
    origin: Origin,
    run: (check?: AnswerCheck) => Promise<void>,
  ): Promise<void> {
    const request = parseS3Request(method, url, headers);
    if (request === undefined) return run();
    const check = await this.s3.authorize(request, headers, origin);
    try {
      await run(check);
    } finally {
      // What is no object may be the bucket's policy or encryption.
      if (request.object === undefined && method !== "GET" && method !== "HEAD")
        this.buckets.changed(request.bucket);
    }
  }

  /** To be told of every request to IAM: most that do not read change what someone may do. */
  ranIam(action: string, account: string): void {
    if (!/^(Get|List|Simulate|Generate)/.test(action)) this.callers.forget(account);
  }
}
