/** CloudTrail records for tests, and files of them. */
import { gzipSync } from "node:zlib";
import type { UsageReport } from "../../../audit/usage/report";
import { type Outcome, run, type World } from "../world";

const account = "111122223333";
const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
/** The ARN of the key that `event` uses. */
export const keyArn = `arn:aws:kms:us-east-1:${account}:key/${key}`;

/** One member of a record. */
export type Event = Readonly<Record<string, unknown>>;

/** A Decrypt by a session of a role; the number makes its eventID. */
export function event(number: number, changes: Event = {}): Event {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:worker",
      arn: `arn:aws:sts::${account}:assumed-role/Reader/worker-${number}`,
      accountId: account,
      sessionContext: { sessionIssuer: { type: "Role", arn: `arn:aws:iam::${account}:role/team/Reader` } },
    },
    eventTime: `2026-10-01T00:${String(Math.floor(number / 60) % 60).padStart(2, "0")}:${String(number % 60).padStart(2, "0")}Z`,
    eventSource: "kms.amazonaws.com",
    eventName: "Decrypt",
    awsRegion: "us-east-1",
    sourceIPAddress: "192.0.2.1",
    userAgent: "aws-sdk-js/3",
    requestParameters: {
      encryptionContext: { tenant: `t-${number % 10}` },
      encryptionAlgorithm: "SYMMETRIC_DEFAULT",
    },
    responseElements: null,
    requestID: `request-${number}`,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    readOnly: true,
    resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: keyArn }],
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
    ...changes,
  };
}

/** A file as a trail delivers it. */
export function trailFile(...events: readonly Event[]): string {
  return JSON.stringify({ Records: events });
}

/** The same, packed. */
export function packed(text: string): Uint8Array {
  return gzipSync(text);
}

/** Runs `kms-audit usage` on files and gives its report. */
export async function usage(
  files: World["files"],
  args: readonly string[] = ["."],
  world: World = {},
): Promise<{ report: UsageReport; outcome: Outcome }> {
  const outcome = await run(["usage", ...args, "--format", "json"], { ...world, ...(files && { files }) });
  return { report: JSON.parse(outcome.out) as UsageReport, outcome };
}
