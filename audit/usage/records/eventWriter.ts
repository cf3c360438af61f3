/** Makes a row of `records` out of the members of a record, or says why it is none. */
import { ContextOrder } from "./encryptionContext";
import { type BatchWriter, type RowSource, textColumns } from "./eventBatch";
import { eventTime } from "./eventTime";
import { frequentOperations } from "./frequentOperations";
import { member, type Members } from "./members";

/** A digest or Insights event, which is left out. */
export const SKIPPED = "skipped";

const column = Object.fromEntries(textColumns.map((name, index) => [name, index])) as Readonly<
  Record<(typeof textColumns)[number], number>
>;

/** Members that become columns as they are. */
const copied = (
  [
    "eventName",
    "eventSource",
    "eventType",
    "region",
    "accountId",
    "identityType",
    "callerAccountId",
    "invokedBy",
    "sourceIPAddress",
    "errorMessage",
  ] as const
).map((name) => ({ from: member[name], into: column[name] }));
const keys = [member.keyId, member.targetKeyId, member.destinationKeyId];
const algorithms = [
  member.encryptionAlgorithm,
  member.signingAlgorithm,
  member.macAlgorithm,
  member.keyPairSpec,
];
const json = (["responseElements", "additionalEventData"] as const).map((name) => ({
  from: member[name],
  into: column[name],
}));

const frequent = frequentOperations.map(bytesOf);
const kms = bytesOf("kms.amazonaws.com");
const ofOther: readonly (readonly [Uint8Array, readonly Uint8Array[]])[] = [
  [
    bytesOf("cloudtrail.amazonaws.com"),
    ["PutEventSelectors", "StopLogging", "DeleteTrail", "UpdateTrail"].map(bytesOf),
  ],
];
const s3 = bytesOf("s3.amazonaws.com");
const copyObject = bytesOf("CopyObject");
const insight = bytesOf("Insight");
const insightType = bytesOf("AwsCloudTrailInsight");
const assumedRoleType = bytesOf("AssumedRole");
const assumedRole = /^arn:([^:]+):sts::([^:]*):assumed-role\/([^/]+)(?:\/.*)?$/s;
const assumedRolePart = bytesOf(":assumed-role/");
const keyPart = bytesOf(":key/");
const keyArn = /^arn:[^:]+:kms:[^:]+:[0-9]{12}:key\//;
const keyId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const SLASH = 0x2f;

/** Writes the rows of one batch after the other. */
export class EventWriter {
  private readonly contexts = new ContextOrder();

  constructor(
    private readonly members: Members,
    private readonly batch: BatchWriter,
  ) {}

  /**
   * Takes the record whose members were read last: a row, unless it is another service's.
   * @param place its number within the source, from 1
   * @returns why it is no event, or undefined
   */
  write(source: RowSource, place: number): string | undefined {
    const { members } = this;
    if (
      members.has(member.digestS3Object) ||
      this.is(member.eventCategory, insight) ||
      this.is(member.eventType, insightType)
    )
      return SKIPPED;
    const time = members.has(member.eventTime)
      ? eventTime(members.bytes, members.starts[member.eventTime] ?? 0, members.ends[member.eventTime] ?? 0)
      : NaN;
    const problem = this.problem(time);
    if (problem !== undefined || !this.isWanted()) return problem;
    this.batch.row(source, place, time, members.readOnly);
    for (const { from, into } of copied) this.copy(from, into);
    if (members.isFilled(member.errorCode)) this.copy(member.errorCode, column.errorCode);
    if (members.has(member.eventID)) this.copy(member.eventID, column.eventID);
    else this.batch.nameSource(source);
    this.copy(member.sharedEventID, column.sharedEventID);
    this.principal();
    this.session();
    this.copyFirst(algorithms, column.algorithm);
    this.keyColumns();
    this.context();
    if (!this.isFrequent()) this.copyJson(member.requestParameters, column.requestParameters);
    for (const { from, into } of json) this.copyJson(from, into);
    return undefined;
  }

  private problem(time: number): string | undefined {
    const { members } = this;
    const [named, ofService] = [members.has(member.eventName), members.has(member.eventSource)];
    if (!named && !ofService && !members.has(member.eventTime)) return "is no CloudTrail record";
    if (!this.beginsWithLetter(member.eventName)) return "eventName is no text";
    if (!this.beginsWithLetter(member.eventSource)) return "eventSource is no text";
    if (Number.isNaN(time)) return "eventTime is no time";
    if (members.hasWrongIdentity) return "userIdentity is no object";
    return undefined;
  }

  /** Requests to KMS, and events of other services that stay in the table, since detections ask for them. */
  private isWanted(): boolean {
    if (this.is(member.eventSource, kms)) return true;
    for (const [service, names] of ofOther)
      if (this.is(member.eventSource, service) && names.some((name) => this.is(member.eventName, name)))
        return true;
    return (
      this.is(member.eventSource, s3) &&
      this.is(member.eventName, copyObject) &&
      this.members.text(member.requestParameters)?.includes("aws:kms") === true
    );
  }

  private isFrequent(): boolean {
    return this.is(member.eventSource, kms) && frequent.some((name) => this.is(member.eventName, name));
  }

  /** Who asked, the same in every session. */
  private principal(): void {
    const { members } = this;
    if (this.is(member.identityType, assumedRoleType) && members.has(member.issuerArn)) {
      this.copy(member.issuerArn, column.principal);
      return;
    }
    const role = members.has(member.userArn) ? assumedRole.exec(members.text(member.userArn) ?? "") : null;
    if (role !== null)
      this.put(column.principal, `arn:${role[1] ?? ""}:iam::${role[2] ?? ""}:role/${role[3] ?? ""}`);
    else if (members.isFilled(member.userArn)) this.copy(member.userArn, column.principal);
    else if (members.isFilled(member.invokedBy))
      this.put(column.principal, `service:${members.text(member.invokedBy) ?? ""}`);
    else if (members.isFilled(member.principalId))
      this.put(column.principal, members.text(member.principalId)?.split(":")[0] ?? "");
    else this.put(column.principal, "unknown");
  }

  private session(): void {
    const { members } = this;
    const [start, end] = [members.starts[member.userArn] ?? 0, members.ends[member.userArn] ?? 0];
    if (!members.has(member.userArn) || !contains(members.bytes, start, end, assumedRolePart)) return;
    let [slashes, from] = [0, start];
    while (from < end && slashes < 2) if (members.bytes[from++] === SLASH) slashes += 1;
    let to = from;
    while (to < end && members.bytes[to] !== SLASH) to += 1;
    if (slashes === 2 && to > from) this.batch.text(column.sessionName, members.bytes, from, to);
  }

  private keyColumns(): void {
    const { members } = this;
    this.copyFirst(keys, column.requestedKey);
    let [first, others] = [-1, ""];
    for (let index = 0; index < members.resources; index += 1) {
      const [start, end] = [members.resourceStarts[index] ?? 0, members.resourceEnds[index] ?? 0];
      if (!contains(members.bytes, start, end, keyPart)) continue;
      if (first < 0) {
        first = index;
        this.batch.text(column.resourceKeyArn, members.bytes, start, end);
      } else
        others += `${others === "" ? "" : " "}${Buffer.from(members.bytes.subarray(start, end)).toString()}`;
    }
    if (others !== "") this.put(column.otherKeys, others);
    if (first < 0) this.resolvedKey();
  }

  /** The key of an event whose resources[] names none. */
  private resolvedKey(): void {
    const { members } = this;
    const asked = keys.find((index) => members.has(index));
    const requested = asked === undefined ? undefined : members.text(asked);
    if (requested === undefined) return;
    if (keyArn.test(requested)) {
      this.put(column.resolvedKeyArn, requested);
      return;
    }
    const [account, region] = [members.text(member.accountId), members.text(member.region)];
    if (account === undefined || region === undefined || !keyId.test(requested)) return;
    const partition = region.startsWith("cn-")
      ? "aws-cn"
      : region.startsWith("us-gov-")
        ? "aws-us-gov"
        : "aws";
    this.put(column.resolvedKeyArn, `arn:${partition}:kms:${region}:${account}:key/${requested}`);
  }

  private context(): void {
    const { members } = this;
    const index = member.encryptionContext;
    if (!members.has(index)) return;
    const found = this.contexts.of(members.bytes, members.starts[index] ?? 0, members.ends[index] ?? 0);
    if (found === undefined) return;
    const { context, names } = found;
    this.batch.text(column.encryptionContext, context.bytes, context.start, context.end);
    this.batch.text(column.contextNames, names.bytes, names.start, names.end);
  }

  private is(index: number, text: Uint8Array): boolean {
    const { members } = this;
    const start = members.starts[index] ?? -1;
    if (start < 0 || (members.ends[index] ?? 0) - start !== text.length) return false;
    for (let at = 0; at < text.length; at += 1) if (members.bytes[start + at] !== text[at]) return false;
    return true;
  }

  private beginsWithLetter(index: number): boolean {
    if (!this.members.isFilled(index)) return false;
    const byte = (this.members.bytes[this.members.starts[index] ?? 0] ?? 0) | 0x20;
    return byte >= 0x61 && byte <= 0x7a;
  }

  private copy(index: number, into: number): void {
    const { members } = this;
    const start = members.starts[index] ?? -1;
    if (start >= 0) this.batch.text(into, members.bytes, start, members.ends[index] ?? 0);
  }

  private copyFirst(from: readonly number[], into: number): void {
    const index = from.find((one) => this.members.has(one));
    if (index !== undefined) this.copy(index, into);
  }

  /** JSON without white space, so that an event is the same in whatever file. */
  private copyJson(index: number, into: number): void {
    const { members } = this;
    if (!members.has(index)) return;
    const [start, end] = [members.starts[index] ?? 0, members.ends[index] ?? 0];
    if (hasSpace(members.bytes, start, end))
      this.put(into, JSON.stringify(JSON.parse(members.text(index) ?? "")));
    else this.copy(index, into);
  }

  private put(into: number, text: string): void {
    const bytes = bytesOf(text);
    this.batch.text(into, bytes, 0, bytes.length);
  }
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

function contains(bytes: Uint8Array, start: number, end: number, part: Uint8Array): boolean {
  const [first] = part;
  search: for (let from = start; from <= end - part.length; from += 1) {
    if (bytes[from] !== first) continue;
    for (let index = 1; index < part.length; index += 1)
      if (bytes[from + index] !== part[index]) continue search;
    return true;
  }
  return false;
}

/** Whether JSON has white space outside of strings. */
function hasSpace(bytes: Uint8Array, start: number, end: number): boolean {
  let inString = false;
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x22) inString = !inString;
    else if (byte === 0x5c) index += 1;
    else if (!inString && byte <= 0x20) return true;
  }
  return false;
}
