/** Records of CloudTrail: real ones from `test/data/cloudtrail/`, and what is made from them where no real one exists. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A record as CloudTrail writes it. */
export type CloudTrailRecord = Readonly<Record<string, unknown>> & { readonly eventName: string };

/** All records of a file. */
export function recordsOf(file: "kmsguide" | "panther" | "traildiscover"): readonly CloudTrailRecord[] {
  const text = gunzipSync(readFileSync(`test/data/cloudtrail/${file}.json.gz`)).toString("utf8");
  return (JSON.parse(text) as { Records: CloudTrailRecord[] }).Records;
}

/** The first real record of a call; of AWS's own guide unless another file is named. */
export function real(
  eventName: string,
  file: Parameters<typeof recordsOf>[0] = "kmsguide",
  where: (record: CloudTrailRecord) => boolean = () => true,
): CloudTrailRecord {
  const found = recordsOf(file).find((record) => record.eventName === eventName && where(record));
  if (found === undefined) throw new Error(`${file} has no such record of ${eventName}`);
  return found;
}

/** SYNTHETIC: a real record, changed where no real one of the kind exists; undefined takes a field away. */
export function synthetic(
  record: CloudTrailRecord,
  change: Readonly<Record<string, unknown>>,
): CloudTrailRecord {
  const fields = Object.entries({ ...record, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as CloudTrailRecord;
}

/** SYNTHETIC: the record of a call that AWS refused. */
export function refused(record: CloudTrailRecord): CloudTrailRecord {
  return synthetic(record, {
    errorCode: "AccessDenied",
    errorMessage: `User: arn:aws:iam::111122223333:user/Alice is not authorized to perform: kms:${record.eventName}`,
    responseElements: null,
  });
}

/** SYNTHETIC: the same call by somebody with this identity. */
export function by(
  userIdentity: Readonly<Record<string, unknown>>,
  record: CloudTrailRecord,
): CloudTrailRecord {
  return synthetic(record, { userIdentity });
}

/** The identity of somebody who took a role. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function assumed(roleArn: string): Readonly<Record<string, unknown>> {
  const [, , , , account, role = ""] = roleArn.split(":");
  return {
    type: "AssumedRole",
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-${role}/session`,
    principalId: "AROAEXAMPLE:session",
    sessionContext: { sessionIssuer: { type: "Role", arn: roleArn, accountId: account } },
  };
}

/** What EventBridge delivers for a record. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export function eventOf(record: CloudTrailRecord): BusEvent {
  return {
    source: `aws.${String(record.eventSource).split(".")[0] ?? ""}`,
    "detail-type":
      record.eventType === "AwsServiceEvent"
        ? "AWS Service Event via CloudTrail"
        : "AWS API Call via CloudTrail",
    resources: [],
    detail: record,
  };
}

/** An event on the default bus. */
export interface BusEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What KMS itself sends. https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html */
export function kmsEvent(detailType: string): BusEvent {
  const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  return {
    source: "aws.kms",
    "detail-type": detailType,
    resources: [key],
    detail: { "key-id": "1234abcd-12ab-34cd-56ef-1234567890ab" },
  };
}
