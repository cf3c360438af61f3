import { mendsFor, runMends, type Call, type CallMend } from "./mend";
import { parseJson, parseJsonError } from "./protocol";
import { signedFor } from "./request";
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
      aws: (...[otherName, otherInput, otherRegion = inRegion]) => run(otherName, otherInput, otherRegion),
    });
  const ask: Call["localEmu"] = async (name, input, inRegion = region, as) => {
    const headers = { ...signedFor(line.headers, inRegion, as), "x-amz-target": targetPrefix + name };
    const answer = await upstream.send({ ...line, headers }, Buffer.from(JSON.stringify(input)));
    if (answer.status >= 400) throw parseJsonError(answer);
    return parseJson(answer.body);
  };
  return run(operation, parseJson(request.body), region);
}
