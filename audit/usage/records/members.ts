/** What is read of a record: members that are text, JSON or a flag, each as a stretch of bytes. */

/** Members that are text, by the name of the column that they become or help to make, and where they stand in a record. */
export const textPaths = {
  eventID: "eventID",
  eventTime: "eventTime",
  eventName: "eventName",
  eventSource: "eventSource",
  eventType: "eventType",
  eventCategory: "eventCategory",
  region: "awsRegion",
  accountId: "recipientAccountId",
  sourceIPAddress: "sourceIPAddress",
  errorCode: "errorCode",
  errorMessage: "errorMessage",
  sharedEventID: "sharedEventID",
  digestS3Object: "digestS3Object",
  identityType: "userIdentity.type",
  principalId: "userIdentity.principalId",
  userArn: "userIdentity.arn",
  callerAccountId: "userIdentity.accountId",
  invokedBy: "userIdentity.invokedBy",
  issuerArn: "userIdentity.sessionContext.sessionIssuer.arn",
  keyId: "requestParameters.keyId",
  targetKeyId: "requestParameters.targetKeyId",
  destinationKeyId: "requestParameters.destinationKeyId",
  encryptionAlgorithm: "requestParameters.encryptionAlgorithm",
  signingAlgorithm: "requestParameters.signingAlgorithm",
  macAlgorithm: "requestParameters.macAlgorithm",
  keyPairSpec: "requestParameters.keyPairSpec",
} as const;

/** Members that stay JSON. */
export const jsonPaths = {
  encryptionContext: "requestParameters.encryptionContext",
  requestParameters: "requestParameters",
  responseElements: "responseElements",
  additionalEventData: "additionalEventData",
} as const;

/** A text or JSON member. */
export type MemberName = keyof typeof textPaths | keyof typeof jsonPaths;

/** Member -> its number. */
export const member: Readonly<Record<MemberName, number>> = numbered([
  ...(Object.keys(textPaths) as MemberName[]),
  ...(Object.keys(jsonPaths) as MemberName[]),
]);

/** Members that there are. */
export const MEMBERS = Object.keys(member).length;
/** ARNs of resources[] that are kept of a record. */
const MOST_RESOURCES = 64;
const NONE = -1;

/** The members of one record. */
export class Members {
  /** Holds the bytes of all members. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where a member begins, or -1 where the record lacks it. */
  readonly starts = new Int32Array(MEMBERS);
  /** The offset behind a member. */
  readonly ends = new Int32Array(MEMBERS);
  /** `readOnly`, where the record has it. */
  readOnly: boolean | undefined;
  /** The record has an object `userIdentity`, or something in its place. */
  hasIdentity = false;
  /** What is in its place is no object. */
  hasWrongIdentity = false;
  /** ARNs in resources[], in order. */
  resources = 0;
  readonly resourceStarts = new Int32Array(MOST_RESOURCES);
  readonly resourceEnds = new Int32Array(MOST_RESOURCES);

  /** Forgets the record before. */
  clear(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.starts.fill(NONE);
    this.readOnly = undefined;
    this.hasIdentity = false;
    this.hasWrongIdentity = false;
    this.resources = 0;
  }

  has(index: number): boolean {
    return (this.starts[index] ?? NONE) >= 0;
  }

  /** Whether the member is there and not the empty text. */
  isFilled(index: number): boolean {
    return this.has(index) && (this.ends[index] ?? 0) > (this.starts[index] ?? 0);
  }

  set(index: number, start: number, end: number): void {
    this.starts[index] = start;
    this.ends[index] = end;
  }

  /** @returns false where the record has more resources than are kept */
  addResource(start: number, end: number): boolean {
    if (this.resources === MOST_RESOURCES) return false;
    this.resourceStarts[this.resources] = start;
    this.resourceEnds[this.resources] = end;
    this.resources += 1;
    return true;
  }

  /** A member as text; undefined where the record lacks it. */
  text(index: number): string | undefined {
    const start = this.starts[index] ?? NONE;
    return start < 0 ? undefined : Buffer.from(this.bytes.subarray(start, this.ends[index])).toString();
  }
}

function numbered(names: readonly MemberName[]): Readonly<Record<MemberName, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index])) as Record<MemberName, number>;
}
