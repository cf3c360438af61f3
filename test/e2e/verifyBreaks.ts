/** Ways of breaking a stack that a person might find. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import {
  consumer,
  region,
  stranger,
  type VerifiedStack,
  withoutStatements,
  withStatement,
} from "./verifiedStack";

/** One way of breaking the stack: what breaks it, what mends it, and the links that must be named. */
interface Break {
  readonly name: string;
  readonly how: (stack: VerifiedStack) => Promise<() => Promise<unknown>>;
  readonly broken: readonly string[];
  readonly meaning: RegExp;
}

export const breaks: readonly Break[] = [
  {
    name: "a bucket's share is removed from the key policy",
    how: (stack) => stack.withPolicy("shared-data", withoutStatements(/^Share/)),
    broken: [`bucket reports ${region}`],
    meaning: /the key policy or grants of bucket reports in us-east-1 do not let .*Application/,
  },
  {
    name: "a replica's policy speaks of another Region's services",
    how: (stack) =>
      stack.withPolicy(
        "shared-data",
        (policy) => policy.replaceAll(".eu-west-1.amazonaws.com", ".us-east-1.amazonaws.com"),
        "eu-west-1",
      ),
    broken: ["bucket reports eu-west-1"],
    meaning: /the key policy or grants of bucket reports in eu-west-1/,
  },
  {
    name: "a key policy denies decryption",
    how: (stack) =>
      stack.withPolicy(
        "application-data",
        withStatement({ Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" }),
        "us-west-2",
      ),
    broken: ["key application-data us-west-2"],
    meaning: /the policy of key application-data in us-west-2 denies it/,
  },
  {
    name: "a replica is disabled",
    how: async (stack) => {
      const KeyId = stack.idOf("application-data");
      await stack.keys("eu-west-1").send(new kms.DisableKeyCommand({ KeyId }));
      return () => stack.keys("eu-west-1").send(new kms.EnableKeyCommand({ KeyId }));
    },
    broken: ["key application-data eu-west-1"],
    meaning: /the key of key application-data in eu-west-1 is disabled/,
  },
  {
    name: "a replica is scheduled for deletion",
    how: async (stack) => {
      const KeyId = stack.idOf("shared-data");
      const west = stack.keys("us-west-2");
      await west.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return async () => {
        await west.send(new kms.CancelKeyDeletionCommand({ KeyId }));
        await west.send(new kms.EnableKeyCommand({ KeyId }));
      };
    },
    broken: ["key shared-data us-west-2"],
    meaning: /is scheduled for deletion/,
  },
  {
    name: "a replica that the outputs promise is not there",
    how: async (stack) => {
      const file = path.join(stack.folder, "outputs.json");
      const { keys: found, ...rest } = stack.outputs;
      const signing = found["release-signing"]!;
      const arns = { ...signing.arns, "eu-west-1": signing.arns[region]!.replace(region, "eu-west-1") };
      const changed = { ...rest, keys: { ...found, "release-signing": { ...signing, arns } } };
      await writeFile(file, JSON.stringify(changed));
      return () => writeFile(file, JSON.stringify(stack.outputs));
    },
    broken: ["key release-signing eu-west-1"],
    meaning: /has no key in eu-west-1: a replica is missing/,
  },
  {
    name: "an alias leads to another key",
    how: async (stack) => {
      const AliasName = stack.outputs.keys["audit-logs"]!.alias;
      const move = (name: string) =>
        stack.keys().send(new kms.UpdateAliasCommand({ AliasName, TargetKeyId: stack.idOf(name) }));
      await move("application-data");
      return () => move("audit-logs");
    },
    broken: [`key audit-logs ${region}`],
    meaning: /key audit-logs answers in us-east-1, but wrongly/,
  },
  {
    name: "the bucket policy lets nobody in",
    how: async (stack) => {
      const Bucket = stack.outputs.sharedBuckets.reports!.buckets[region]!;
      const { Policy } = await stack.buckets().send(new s3.GetBucketPolicyCommand({ Bucket }));
      const cut = withoutStatements(/^(Read|List)/)(Policy!);
      await stack.buckets().send(new s3.PutBucketPolicyCommand({ Bucket, Policy: cut }));
      return () => stack.buckets().send(new s3.PutBucketPolicyCommand({ Bucket, Policy: Policy! }));
    },
    broken: [`bucket reports ${region}`],
    meaning: /the bucket policy of bucket reports in us-east-1 does not let .*Application/,
  },
  {
    name: "the consumer's role loses its identity policy",
    how: async (stack) => {
      const PolicyName = `reports-${region}`;
      await stack.people().send(new iam.DeleteRolePolicyCommand({ RoleName: "Application", PolicyName }));
      return () => stack.giveRole("Application", stack.identityPolicies());
    },
    broken: [`bucket reports ${region}`],
    meaning: /no identity policy of .*Application.* allows it/,
  },
  {
    name: "an outsider is let in to a key",
    how: (stack) =>
      stack.withPolicy(
        "application-data",
        withStatement({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${stranger}:root` },
          Action: "kms:Decrypt",
          Resource: "*",
        }),
      ),
    broken: [`key application-data ${region}`],
    meaning:
      /arn:aws:iam::333333333333:root can decrypt without a share with key application-data in us-east-1, and must not/,
  },
  {
    name: "the share forgets through which services the key may be used",
    how: (stack) =>
      stack.withPolicy("shared-data", (text) => {
        const policy = JSON.parse(text) as { Statement: { Condition?: object; Principal?: unknown }[] };
        const isForConsumers = (statement: object) => JSON.stringify(statement).includes(consumer);
        const Statement = policy.Statement.map((statement) =>
          isForConsumers(statement) ? { ...statement, Condition: undefined } : statement,
        );
        return JSON.stringify({ ...policy, Statement });
      }),
    broken: [`key shared-data ${region}`],
    meaning: /can decrypt (directly, around the service|without a share) with key shared-data/,
  },
  {
    name: "the bucket encrypts with another key than the shared one",
    how: async (stack) => {
      const Bucket = stack.outputs.sharedBuckets.reports!.buckets[region]!;
      const { ServerSideEncryptionConfiguration } = await stack
        .buckets()
        .send(new s3.GetBucketEncryptionCommand({ Bucket }));
      const put = (configuration: typeof ServerSideEncryptionConfiguration) =>
        stack
          .buckets()
          .send(
            new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: configuration }),
          );
      const KMSMasterKeyID = stack.outputs.keys["application-data"]!.arns[region]!;
      const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID };
      await put({ Rules: [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }] });
      return () => put(ServerSideEncryptionConfiguration);
    },
    broken: [`bucket reports ${region}`],
    meaning: /(the key policy or grants of bucket reports in us-east-1|no identity policy of .*Application)/,
  },
  {
    name: "the share wants an encryption context that S3 does not send",
    how: (stack) =>
      stack.withPolicy("shared-data", (text) =>
        withoutStatements(/^ShareApplications/)(text).replaceAll(
          "kms:EncryptionContext:aws:s3:arn",
          "kms:EncryptionContext:department",
        ),
      ),
    broken: [`bucket reports ${region}`],
    meaning: /the key policy or grants of bucket reports in us-east-1/,
  },
];
