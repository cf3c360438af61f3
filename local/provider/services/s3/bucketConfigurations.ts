/** Encryption, policy, public access, versioning and ownership of a bucket. */
import type {
  BucketVersioningStatus,
  MFADelete,
  ObjectOwnership,
  ServerSideEncryption,
  ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { unlessAwsError } from "../../awsErrors";
import { policyProblem, samePolicy } from "../../policies";
import { oneOf } from "../../problems";
import { flag, object, objects, requiredText, text } from "../../read";
import type { Properties } from "../../values";
import { bucketConfiguration, expectedBucketOwner } from "./bucketConfiguration";

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketserversideencryptionconfiguration/ */
export const bucketEncryption = bucketConfiguration({
  properties: {
    expectedBucketOwner,
    rules: {
      type: "set",
      required: true,
      elements: {
        type: "object",
        fields: {
          applyServerSideEncryptionByDefault: {
            type: "object",
            fields: {
              kmsMasterKeyId: { type: "string" },
              sseAlgorithm: {
                type: "string",
                required: true,
                problem: oneOf(["AES256", "aws:kms", "aws:kms:dsse"]),
              },
            },
          },
          blockedEncryptionTypes: { type: "list", computed: true },
          bucketKeyEnabled: { type: "boolean" },
        },
      },
    },
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    const Rules = objects(inputs, "rules").map(toEncryptionRule);
    await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { ServerSideEncryptionConfiguration: found } = await s3.getBucketEncryption({ Bucket });
    return { rules: (found?.Rules ?? []).map(fromEncryptionRule) };
  },
  remove: async (context, Bucket) => (await context.client("s3")).deleteBucketEncryption({ Bucket }),
  absent: ["ServerSideEncryptionConfigurationNotFoundError"],
});

function toEncryptionRule(rule: Properties): ServerSideEncryptionRule {
  const byDefault = object(rule, "applyServerSideEncryptionByDefault");
  const bucketKey = flag(rule, "bucketKeyEnabled");
  const key = byDefault === undefined ? undefined : text(byDefault, "kmsMasterKeyId");
  return {
    ...(byDefault !== undefined && {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: requiredText(byDefault, "sseAlgorithm") as ServerSideEncryption,
        ...(key !== undefined && { KMSMasterKeyID: key }),
      },
    }),
    ...(bucketKey !== undefined && { BucketKeyEnabled: bucketKey }),
  };
}

function fromEncryptionRule({
  ApplyServerSideEncryptionByDefault: byDefault,
  BucketKeyEnabled,
}: ServerSideEncryptionRule): Properties {
  return {
    ...(byDefault !== undefined && {
      applyServerSideEncryptionByDefault: {
        sseAlgorithm: byDefault.SSEAlgorithm ?? "",
        ...(byDefault.KMSMasterKeyID !== undefined && { kmsMasterKeyId: byDefault.KMSMasterKeyID }),
      },
    }),
    ...(BucketKeyEnabled !== undefined && { bucketKeyEnabled: BucketKeyEnabled }),
  };
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketpolicy/ */
export const bucketPolicy = bucketConfiguration({
  properties: {
    policy: {
      type: "string",
      required: true,
      document: true,
      same: samePolicy,
      keepsForm: true,
      problem: policyProblem,
    },
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    await s3.putBucketPolicy({ Bucket, Policy: requiredText(inputs, "policy") });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { Policy } = await s3.getBucketPolicy({ Bucket });
    return { policy: Policy ?? "" };
  },
  remove: async (context, Bucket) => (await context.client("s3")).deleteBucketPolicy({ Bucket }),
  absent: ["NoSuchBucketPolicy"],
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketpublicaccessblock/ */
export const bucketPublicAccessBlock = bucketConfiguration({
  properties: {
    blockPublicAcls: { type: "boolean", default: false },
    blockPublicPolicy: { type: "boolean", default: false },
    ignorePublicAcls: { type: "boolean", default: false },
    restrictPublicBuckets: { type: "boolean", default: false },
    skipDestroy: { type: "boolean" },
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    await s3.putPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: flag(inputs, "blockPublicAcls") ?? false,
        BlockPublicPolicy: flag(inputs, "blockPublicPolicy") ?? false,
        IgnorePublicAcls: flag(inputs, "ignorePublicAcls") ?? false,
        RestrictPublicBuckets: flag(inputs, "restrictPublicBuckets") ?? false,
      },
    });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { PublicAccessBlockConfiguration: found } = await s3.getPublicAccessBlock({ Bucket });
    return {
      blockPublicAcls: found?.BlockPublicAcls ?? false,
      blockPublicPolicy: found?.BlockPublicPolicy ?? false,
      ignorePublicAcls: found?.IgnorePublicAcls ?? false,
      restrictPublicBuckets: found?.RestrictPublicBuckets ?? false,
    };
  },
  remove: async (context, Bucket) => (await context.client("s3")).deletePublicAccessBlock({ Bucket }),
  absent: ["NoSuchPublicAccessBlockConfiguration"],
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketversioning/ */
export const bucketVersioning = bucketConfiguration({
  properties: {
    expectedBucketOwner,
    mfa: { type: "string" },
    versioningConfiguration: {
      type: "object",
      required: true,
      fields: {
        mfaDelete: { type: "string", computed: true, problem: oneOf(["Enabled", "Disabled"]) },
        status: { type: "string", required: true, problem: oneOf(["Enabled", "Suspended", "Disabled"]) },
      },
    },
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    const wanted = object(inputs, "versioningConfiguration") ?? {};
    const [status, mfaDelete] = [text(wanted, "status"), text(wanted, "mfaDelete")];
    // "Disabled" is how a bucket begins and nothing that can be set.
    if (status === "Disabled") return;
    await s3.putBucketVersioning({
      Bucket,
      MFA: text(inputs, "mfa"),
      VersioningConfiguration: {
        Status: status as BucketVersioningStatus,
        ...(mfaDelete !== undefined && { MFADelete: mfaDelete as MFADelete }),
      },
    });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { Status, MFADelete: mfaDelete } = await s3.getBucketVersioning({ Bucket });
    return {
      versioningConfiguration: {
        status: Status ?? "Disabled",
        ...(mfaDelete !== undefined && { mfaDelete }),
      },
    };
  },
  async remove(context, Bucket) {
    const s3 = await context.client("s3");
    const { Status } = await s3.getBucketVersioning({ Bucket });
    if (Status === "Enabled") {
      // A bucket with object lock keeps its versions as long as it is there.
      await s3
        .putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Suspended" } })
        .catch(unlessAwsError("InvalidBucketState"));
    }
  },
  absent: [],
});

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketownershipcontrols/ */
export const bucketOwnershipControls = bucketConfiguration({
  properties: {
    rule: {
      type: "object",
      required: true,
      fields: {
        objectOwnership: {
          type: "string",
          required: true,
          problem: oneOf(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]),
        },
      },
    },
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    const ObjectOwnership = requiredText(object(inputs, "rule") ?? {}, "objectOwnership") as ObjectOwnership;
    await s3.putBucketOwnershipControls({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket });
    return { rule: { objectOwnership: OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "" } };
  },
  remove: async (context, Bucket) => (await context.client("s3")).deleteBucketOwnershipControls({ Bucket }),
  absent: ["OwnershipControlsNotFoundError"],
});
