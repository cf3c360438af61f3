/** What is expected to work: a stack's own outputs, or a file in the same form. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { keyPolicyFromJson } from "../../kms/policy/parse";
import type { Io } from "../io";
import { UsageError } from "../usageError";

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is no Region");
const account = z.string().regex(/^\d{12}$/, "is no account id (12 digits)");
const keyArn = z.string().regex(/^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+$/, "is no ARN of a KMS key");
const principal = z.string().regex(/^(\d{12}|arn:[^:]+:(iam|sts)::\d{12}:.+)$/, "is no account id or ARN");
const policy = z.string().refine(isPolicy, "is no IAM policy document as JSON");
const policies = z.record(region, policy).describe("IAM policy document as JSON, by Region");
const users = z
  .union([policies, z.array(principal).min(1)])
  .describe("identity policies as the stack publishes them, or the principals themselves");

/** The schema of the file; outputs of the stack that verification has no use for are passed over. */
export const expectationsSchema = z
  .object({
    accountId: account.describe("the account that owns keys and buckets").optional(),
    keys: z
      .record(
        z.string(),
        z.object({
          alias: z.string().startsWith("alias/").optional(),
          arns: z.record(region, keyArn).describe("key ARN by Region"),
        }),
      )
      .describe("keys by name"),
    shares: z
      .record(
        z.string(),
        z.record(z.string(), z.object({ principals: z.array(principal).min(1), identityPolicies: policies })),
      )
      .describe("shares by key and name")
      .default({}),
    sharedBuckets: z
      .record(
        z.string(),
        z.object({
          buckets: z.record(region, z.string()).describe("bucket name by Region"),
          readers: users.optional(),
          writers: users.optional(),
        }),
      )
      .default({}),
  })
  .describe("What `kms-audit verify` holds live keys to: `pulumi stack output --json` has this form");

/** What is expected to work; everything else is expected to be refused. */
export type Expectations = z.infer<typeof expectationsSchema>;

/** A shared bucket as expectations have it. */
export type ExpectedBucket = Expectations["sharedBuckets"][string];

/**
 * Reads expectations.
 * @param file `-` for standard input
 * @throws UsageError where it cannot be read, naming every problem and its place
 */
export async function readExpectations(file: string, io: Io): Promise<Expectations> {
  const text = await textOf(file, io);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${file} is no JSON (${String(error)}): write it with \`pulumi stack output --json\``,
    );
  }
  const parsed = expectationsSchema.safeParse(json);
  if (!parsed.success) throw new UsageError(`${file}: ${z.prettifyError(parsed.error)}`);
  if (Object.keys(parsed.data.keys).length === 0) throw new UsageError(`${file} has no keys to verify`);
  return parsed.data;
}

function isPolicy(text: string): boolean {
  try {
    keyPolicyFromJson(JSON.parse(text));
    return true;
  } catch {
    return false;
  }
}

async function textOf(file: string, io: Io): Promise<string> {
  if (file === "-") return new TextDecoder().decode(await io.readStdin());
  try {
    return await readFile(path.resolve(io.cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${String(error)}`);
  }
}
