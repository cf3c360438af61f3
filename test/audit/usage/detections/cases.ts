/** Synthetic records for detections, made by hand in the shape of AWS's examples, and what must come of them. */
import { createRareEvents } from "../../../../audit/usage/records/eventsTable";
import { takeIn } from "../../../../audit/usage/records/intake";
import { openDatabase } from "../../../../audit/usage/records/database";
import { type AllowList, nothingAllowed } from "../../../../audit/usage/detections/allowList";
import { findingsOf } from "../../../../audit/usage/detections/detect";
import type { Outcome, Severity } from "../../../../audit/usage/detections/detection";
import { detections } from "../../../../audit/usage/detections";
import { everything } from "../../../../audit/usage/filters";
import { type Event, trailFile } from "../trail";

export const own = "111122223333";
export const other = "444455556666";

/** One case of a detection. */
export interface Case {
  readonly name: string;
  readonly records: readonly Event[];
  readonly allow?: Partial<AllowList>;
  /** The severities of the findings that must come; empty where the detection must be silent. */
  readonly expected: readonly Severity[];
  /** What the first finding's message must hold. */
  readonly says?: RegExp;
  /** What a note must hold. */
  readonly notes?: RegExp;
}

let made = 0;

/** Seconds since the first of October 2026, as CloudTrail writes them. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 9, 1) + seconds * 1000).toISOString().replace(".000Z", "Z");
}

export const HOUR = 3600;
export const DAY = 86_400;

/** The ARN of key number `n`. */
export function key(n = 1, account = own, region = "us-east-1"): string {
  return `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

/** A request: by the role Admin for key 1 unless said otherwise. */
export function call(
  eventName: string,
  seconds: number,
  {
    requestParameters = {},
    by = "Admin",
    keyArn = key(),
    ...rest
  }: Event & { by?: string; keyArn?: string | null } = {},
): Event {
  made += 1;
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::${own}:assumed-role/${by}/session`,
      accountId: own,
      sessionContext: { sessionIssuer: { type: "Role", arn: `arn:aws:iam::${own}:role/${by}` } },
    },
    eventTime: at(seconds),
    eventSource: "kms.amazonaws.com",
    eventName,
    awsRegion: "us-east-1",
    sourceIPAddress: "198.51.100.7",
    userAgent: "aws-cli/2",
    requestParameters: { keyId: keyArn, ...(requestParameters as object) },
    responseElements: null,
    eventID: `synthetic-${made}`,
    readOnly: !/^(?:Put|Create|Schedule|Cancel|Disable|Enable|Import|Delete|Update|Replicate|Re[vt])/.test(
      eventName,
    ),
    ...(keyArn !== null && {
      resources: [{ ARN: keyArn, accountId: keyArn.split(":")[4], type: "AWS::KMS::Key" }],
    }),
    eventType: "AwsApiCall",
    recipientAccountId: own,
    ...rest,
  };
}

/** The same, refused. */
export function refused(eventName: string, seconds: number, changes: Parameters<typeof call>[2] = {}): Event {
  return call(eventName, seconds, { errorCode: "AccessDenied", ...changes });
}

/** As many as asked for, one every `every` seconds. */
export function series(
  number: number,
  every: number,
  make: (index: number, seconds: number) => Event,
  start = 0,
): readonly Event[] {
  return Array.from({ length: number }, (_, index) => make(index, start + index * every));
}

/** Runs one detection over records. */
export async function outcomeOf(
  id: string,
  records: readonly Event[],
  allow: Partial<AllowList> = {},
): Promise<Outcome> {
  const detection = detections.find((candidate) => candidate.id === id);
  if (detection === undefined) throw new Error(`there is no ${id}`);
  const database = await openDatabase();
  try {
    const read = () => Promise.resolve(Buffer.from(trailFile(...records)));
    await takeIn(database, [{ name: "synthetic.json", read }], everything);
    await createRareEvents(database);
    return await findingsOf(detection, database, { ...nothingAllowed, ...allow });
  } finally {
    await database.close();
  }
}
