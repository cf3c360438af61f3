import { mendsFor, runMends, type Call, type CallMend } from "./mend";
import { parseJson, parseJsonError } from "./protocol";
import { signedFor } from "./request";
import type { AskKms } from "./authorization/kms/keyFacts";
import type { Upstream, UpstreamRequest } from "./upstream";

/** A request of the JSON protocol that mends are about. */
export interface JsonRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** The caller's account, 12 digits. */
  readonly account: string;
  readonly line: UpstreamRequest;
  readonly body: Buffer;
}

/**
 * Answers a request through its mends.
 * @throws AwsError where LocalEmu or a mend refuses
 */
export function callMended(
  request: JsonRequest,
  mends: readonly CallMend[],
  upstream: Upstream,
): Promise<Call["input"]> {
  const { service, operation, region, account, line } = request;
  const targetPrefix = String(line.headers["x-amz-target"]).slice(0, -operation.length);
  const run = (name: string, input: Call["input"], inRegion: string): Promise<Call["input"]> =>
    runMends(mendsFor(mends, service, name), {
      operation: name,
      input,
      region: inRegion,
      account,
      localEmu: (...[otherName, otherInput, otherRegion = inRegion, as]) =>
        ask(otherName, otherInput, otherRegion, as),
      otherService: (service, target, otherInput) => ask(target, otherInput, inRegion, undefined, service),
      aws: (...[otherName, otherInput, otherRegion = inRegion]) => run(otherName, otherInput, otherRegion),
    });
  const ask = async (
    name: string,
    input: Call["input"],
    inRegion = region,
    as?: string,
    otherService?: string,
  ): Promise<Call["input"]> => {
    const headers = {
      ...signedFor(line.headers, inRegion, as, otherService),
      "x-amz-target": otherService === undefined ? targetPrefix + name : name,
    };
    const answer = await upstream.send({ ...line, headers }, Buffer.from(JSON.stringify(input)));
    if (answer.status >= 400) throw parseJsonError(answer);
    return parseJson(answer.body);
  };
  return run(operation, parseJson(request.body), region);
}

/**
 * Asks KMS of the gateway's own accord, past all authorisation, as any account.
 * @param mends those of every service
 */
export function askKmsOf(mends: readonly CallMend[], upstream: Upstream): AskKms {
  return (operation, input, region, account) => {
    // LocalEmu looks at whom a request is signed for, not at the signature.
    const scope = `${account}/20260101/${region}/kms/aws4_request`;
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    };
    const line = { method: "POST", url: "/", headers };
    const body = Buffer.from(JSON.stringify(input));
    return callMended({ service: "kms", operation, region, account, line, body }, mends, upstream);
  };
}
