import type { AwsError, JsonObject } from "./awsError";

/** One request of the JSON protocol, as a mend sees it. */
export interface Call {
  /** Such as `ReplicateKey`. */
  readonly operation: string;
  readonly input: JsonObject;
  /** The Region that the caller asked. */
  readonly region: string;
  /** The caller's account, 12 digits. */
  readonly account: string;
  /**
   * Asks LocalEmu itself, unmended, as the same caller.
   * @param region the caller's own if left out
   * @param account asks as this account (12 digits) instead
   * @throws AwsError where LocalEmu refuses
   */
  localEmu(operation: string, input: JsonObject, region?: string, account?: string): Promise<JsonObject>;
  /**
   * Asks another service of LocalEmu's as the same caller.
   * @param service the name that requests to it are signed for
   * @param target such as `AWSGlue.GetTable`
   */
  otherService(service: string, target: string, input: JsonObject): Promise<JsonObject>;
  /** The same through every mend: what AWS would answer. */
  aws(operation: string, input: JsonObject, region?: string): Promise<JsonObject>;
}

/**
 * What comes after a mend: the next mend of the same operation, and at last LocalEmu.
 * @param input what to ask instead of the caller's own input
 * @throws AwsError where the request is refused
 */
export type Next = (input?: JsonObject) => Promise<JsonObject>;

interface Fault {
  /** What the mend is about, in a few words. */
  readonly name: string;
  /** The name that requests to the service are signed for. */
  readonly service: string;
  readonly operations: readonly string[];
  /** What AWS does. */
  readonly aws: string;
  /** The AWS documentation page that says so. */
  readonly docs: string;
  /** What LocalEmu does without the mend. */
  readonly localEmu: string;
}

/** A mend of requests of the JSON protocol. */
export interface CallMend extends Fault {
  /** Answers the call, with or without asking what comes after it. Throws AwsError to refuse. */
  readonly answer: (call: Call, next: Next) => Promise<JsonObject>;
}

/** A mend of an error in every protocol: AWS refuses with another one. */
export interface ErrorMend extends Fault {
  /** Whether this is LocalEmu's error, by its message. */
  readonly mistaken: RegExp;
  /** What AWS refuses with. */
  readonly rightError: (message: string) => AwsError;
}

/** One thing that LocalEmu gets wrong about AWS, and the code that puts it right. */
export type Mend = CallMend | ErrorMend;

/** Whether a mend is about requests of the JSON protocol. */
export function isCallMend(mend: Mend): mend is CallMend {
  return "answer" in mend;
}

/** Whether a mend is about an error in every protocol. */
export function isErrorMend(mend: Mend): mend is ErrorMend {
  return "mistaken" in mend;
}

/** The mends of an operation, in the order in which they see a request. */
export function mendsFor<SomeMend extends Mend>(
  mends: readonly SomeMend[],
  service: string,
  operation: string,
): readonly SomeMend[] {
  return mends.filter((mend) => mend.service === service && mend.operations.includes(operation));
}

/** Runs a call through the mends, the first one outermost, and through LocalEmu at last. */
export function runMends(mends: readonly CallMend[], call: Call): Promise<JsonObject> {
  const [mend, ...rest] = mends;
  if (mend === undefined) return call.localEmu(call.operation, call.input);
  return mend.answer(call, (input = call.input) => runMends(rest, { ...call, input }));
}
