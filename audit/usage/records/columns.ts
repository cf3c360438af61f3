/**
 * The table `events`: one row a distinct event of CloudTrail, whatever source it came from. Every question is asked of it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */

/** One column: its name and what it means. NULL is always "not in the record". */
export interface Column {
  readonly name: string;
  readonly meaning: string;
}

/** A column that follows from others. */
export interface DerivedColumn extends Column {
  readonly from: string;
}

const KEY_ARN = "coalesce(resourceKeyArn, resolvedKeyArn)";

/** The columns that eventWriter.ts fills. */
export const columns: readonly Column[] = [
  { name: "eventID", meaning: "CloudTrail's id of the event" },
  { name: "eventTime", meaning: "when the request was made, UTC" },
  {
    name: "eventName",
    meaning: "the API operation, such as Decrypt, or the service's event, such as RotateKey",
  },
  {
    name: "eventSource",
    meaning: "the service asked: kms.amazonaws.com, or another for the few events that detections ask for",
  },
  { name: "eventType", meaning: "AwsApiCall, AwsServiceEvent, AwsVpceEvent, AwsConsoleAction ..." },
  {
    name: "readOnly",
    meaning: "whether the operation changes nothing; true for Encrypt, Decrypt and the like",
  },
  { name: "region", meaning: "the Region of the request" },
  { name: "accountId", meaning: "the account whose trail has the event (recipientAccountId)" },
  { name: "identityType", meaning: "userIdentity.type: IAMUser, AssumedRole, AWSService, Root ..." },
  {
    name: "principal",
    meaning:
      "who asked, the same in every session: the ARN of the role, user or root; service:NAME for a service of its own accord; " +
      "else the principal id without session; else unknown",
  },
  { name: "sessionName", meaning: "the session of an assumed role" },
  { name: "callerAccountId", meaning: "the account of who asked" },
  { name: "invokedBy", meaning: "the service that asked on someone's behalf, or AWS Internal" },
  { name: "sourceIPAddress", meaning: "an IP address, or a service's name, or AWS Internal" },
  { name: "errorCode", meaning: "why the request failed; NULL where it succeeded" },
  { name: "errorMessage", meaning: "the failure in words" },
  { name: "requestedKey", meaning: "the key as the caller wrote it: id, ARN, alias name or alias ARN" },
  {
    name: "resourceKeyArn",
    meaning: "the ARN of the key that CloudTrail names first in resources[]; aliases are none",
  },
  {
    name: "resolvedKeyArn",
    meaning:
      "where resources[] names no key: the ARN that requestedKey stands for, an alias by the other events that name it",
  },
  {
    name: "encryptionContext",
    meaning:
      "the encryption context as JSON with its keys sorted, so that equal contexts are equal texts (not ReEncrypt's two)",
  },
  { name: "contextNames", meaning: "the names in it, in order: `name + other`" },
  { name: "algorithm", meaning: "the encryption, signing or MAC algorithm, or the spec of a data key pair" },
  {
    name: "requestParameters",
    meaning: "JSON; NULL for the busiest operations, whose parameters have columns of their own",
  },
  { name: "responseElements", meaning: "JSON" },
  { name: "additionalEventData", meaning: "JSON" },
  { name: "sharedEventID", meaning: "the same in the events that one request left in several accounts" },
  { name: "file", meaning: "the source that has the event, where the event has no eventID" },
  { name: "place", meaning: "its number within the source, from 1" },
];

/** Columns of `events` that follow from those. */
export const derivedColumns: readonly DerivedColumn[] = [
  {
    name: "otherKeyArns",
    meaning: "the ARNs of further keys in resources[], as ReEncrypt has",
    from: "string_split(otherKeys, ' ')",
  },
  { name: "keyArn", meaning: "the key: resourceKeyArn, else resolvedKeyArn", from: KEY_ARN },
  {
    name: "keyAccountId",
    meaning: "the account within keyArn: the key's owner",
    from: `split_part(${KEY_ARN}, ':', 5)`,
  },
];
