import assert from "node:assert/strict";
import { SharedDataBucket, type SharedDataBucketArgs } from "../../components/sharing/sharedDataBucket";
import { register, type Registration, valueOf } from "./recorder";

const [reader, writer] = ["Reader", "Writer"].map((name) => `arn:aws:iam::222222222222:role/${name}`);
const keyIn = (region: string) => `arn:aws:kms:${region}:111111111111:key/mrk-1`;

const baseline: SharedDataBucketArgs = {
  accountId: "111111111111",
  bucketName: "test-reports",
  region: "us-east-1",
  keyArns: { "us-east-1": keyIn("us-east-1"), "eu-west-1": keyIn("eu-west-1") },
  keyAlias: "alias/test/data",
  readers: [reader!],
  writers: [writer!],
};

async function made(change: Partial<SharedDataBucketArgs> = {}): Promise<Registration[]> {
  return (await register(() => new SharedDataBucket("reports", { ...baseline, ...change }))).registered;
}

const shortly = ({ type, name }: Registration) => `${type.split(":").at(-1) ?? ""} ${name}`;
const one = (all: Registration[], name: string) =>
  all.find((registration) => shortly(registration) === name)!.inputs;
const dataBucketParts = (name: string) =>
  ["Bucket", "BucketOwnershipControls", "BucketPublicAccessBlock", "BucketServerSideEncryptionConfiguration"]
    .concat("BucketPolicy", "BucketLifecycleConfiguration")
    .map((type) => `${type} ${name}`);

describe("SharedDataBucket", () => {
  it("registers the bucket and the one for its access logs, all parts of each named by Region", async () => {
    assert.deepEqual(
      (await made()).map(shortly).sort(),
      [
        "SharedDataBucket reports",
        ...dataBucketParts("reports-us-east-1"),
        ...dataBucketParts("reports-us-east-1-logs"),
        "BucketVersioning reports-us-east-1",
        "BucketLogging reports-us-east-1",
      ].sort(),
    );
  });

  it("encrypts under the key of the Region with a bucket key, keeps versions, and lets no ACL and nothing public be", async () => {
    const all = await made();
    assert.deepEqual(one(all, "BucketServerSideEncryptionConfiguration reports-us-east-1").rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyIn("us-east-1") },
        bucketKeyEnabled: true,
      },
    ]);
    assert.deepEqual(one(all, "BucketVersioning reports-us-east-1").versioningConfiguration, {
      status: "Enabled",
    });
    for (const name of ["reports-us-east-1", "reports-us-east-1-logs"]) {
      assert.deepEqual(one(all, `BucketOwnershipControls ${name}`).rule, {
        objectOwnership: "BucketOwnerEnforced",
      });
      const blocks = Object.values(one(all, `BucketPublicAccessBlock ${name}`));
      assert.equal(blocks.filter((value) => value === true).length, 4);
      assert.equal(one(all, `Bucket ${name}`).forceDestroy, false);
    }
  });

  it("copies to another Region under the replica key there, by a role that can do nothing else", async () => {
    const all = await made({ replicaRegion: "eu-west-1" });
    const { rules, role } = one(all, "BucketReplicationConfig reports-us-east-1");
    const [rule] = rules as [{ destination: unknown; sourceSelectionCriteria: unknown }];
    assert.equal(typeof role, "string");
    assert.deepEqual(rule.destination, {
      bucket: "arn:aws:s3:::test-reports-eu-west-1",
      encryptionConfiguration: { replicaKmsKeyId: keyIn("eu-west-1") },
    });
    assert.deepEqual(rule.sourceSelectionCriteria, { sseKmsEncryptedObjects: { status: "Enabled" } });
    assert.ok(all.map(shortly).includes("BucketPolicy reports-eu-west-1"));
    const { Statement } = JSON.parse(String(one(all, "RolePolicy reports-replication").policy)) as {
      Statement: { Action: string[]; Resource: string; Condition?: object }[];
    };
    assert.deepEqual(
      Statement.map(({ Action, Resource }) => [Resource, ...Action].join(" ")),
      [
        "arn:aws:s3:::test-reports-us-east-1 s3:GetReplicationConfiguration s3:ListBucket",
        "arn:aws:s3:::test-reports-us-east-1/* s3:GetObjectVersionAcl s3:GetObjectVersionForReplication s3:GetObjectVersionTagging",
        "arn:aws:s3:::test-reports-eu-west-1/* s3:ReplicateDelete s3:ReplicateObject s3:ReplicateTags",
        "arn:aws:kms:us-east-1:111111111111:key/* kms:Decrypt",
        "arn:aws:kms:eu-west-1:111111111111:key/* kms:Encrypt kms:GenerateDataKey",
      ],
    );
    assert.deepEqual(Statement[4]?.Condition, {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/test/data" },
      StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [
          "arn:aws:s3:::test-reports-eu-west-1",
          "arn:aws:s3:::test-reports-eu-west-1/*",
        ],
      },
    });
  });

  it("leaves the bucket's own registrations as they are when its copy goes", async () => {
    const alone = (await made()).map((registration) => JSON.stringify(registration));
    const copied = (await made({ replicaRegion: "eu-west-1" })).map((registration) =>
      JSON.stringify(registration),
    );
    assert.deepEqual(
      alone.filter((registration) => !copied.includes(registration)),
      [],
    );
  });

  it("writes nothing but access logs of the one bucket into the other", async () => {
    const { Statement } = JSON.parse(
      String(one(await made(), "BucketPolicy reports-us-east-1-logs").policy),
    ) as {
      Statement: { Effect: string; Principal: unknown; Action: unknown; Condition: unknown }[];
    };
    const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
    assert.deepEqual(
      allowed.map(({ Principal, Action, Condition }) => ({ Principal, Action, Condition })),
      [
        {
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Condition: {
            ArnEquals: { "aws:SourceArn": "arn:aws:s3:::test-reports-us-east-1" },
            StringEquals: { "aws:SourceAccount": "111111111111" },
          },
        },
      ],
    );
  });

  it("publishes its buckets and, Region by Region, what the other account's roles need", async () => {
    const { result: bucket } = await register(
      () => new SharedDataBucket("reports", { ...baseline, writers: [], replicaRegion: "eu-west-1" }),
    );
    assert.deepEqual(bucket.buckets, {
      "us-east-1": "test-reports-us-east-1",
      "eu-west-1": "test-reports-eu-west-1",
    });
    assert.equal(bucket.writers, undefined);
    const policies = await valueOf(bucket.readers!);
    assert.deepEqual(Object.keys(policies), ["us-east-1", "eu-west-1"]);
    const { Statement } = JSON.parse(policies["eu-west-1"]!) as { Statement: { Resource: string }[] };
    assert.deepEqual(
      Statement.map(({ Resource }) => Resource),
      ["arn:aws:s3:::test-reports-eu-west-1/*", "arn:aws:s3:::test-reports-eu-west-1", keyIn("eu-west-1")],
    );
  });
});
