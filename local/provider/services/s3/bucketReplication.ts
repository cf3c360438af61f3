import type { ReplicationRule } from "@aws-sdk/client-s3";
import { fromAws, toAws } from "../../awsShape";
import { arnProblem, oneOf } from "../../problems";
import type { Property, PropertyTable } from "../../property";
import { objects, requiredText, text } from "../../read";
import { bucketConfiguration } from "./bucketConfiguration";

const status: Property = { type: "string", required: true, problem: oneOf(["Enabled", "Disabled"]) };
const switched: Property = { type: "object", fields: { status } };
const required: Property = { type: "string", required: true };
const minutes: PropertyTable = { minutes: { type: "integer", required: true } };

const destination: PropertyTable = {
  accessControlTranslation: { type: "object", fields: { owner: required } },
  account: { type: "string" },
  bucket: { ...required, problem: arnProblem },
  encryptionConfiguration: { type: "object", fields: { replicaKmsKeyId: required } },
  metrics: { type: "object", fields: { eventThreshold: { type: "object", fields: minutes }, status } },
  replicationTime: {
    type: "object",
    fields: { status, time: { type: "object", required: true, fields: minutes } },
  },
  storageClass: { type: "string" },
};

const rule: PropertyTable = {
  deleteMarkerReplication: switched,
  destination: { type: "object", required: true, fields: destination },
  existingObjectReplication: switched,
  filter: {
    type: "object",
    fields: {
      prefix: { type: "string" },
      tag: { type: "object", fields: { key: required, value: required } },
    },
  },
  id: { type: "string", computed: true },
  prefix: { type: "string" },
  priority: { type: "integer" },
  sourceSelectionCriteria: {
    type: "object",
    fields: { replicaModifications: switched, sseKmsEncryptedObjects: switched },
  },
  status,
};

const names = { id: "ID", replicaKmsKeyId: "ReplicaKmsKeyID" };

/** Copies to a bucket of another Region or account. https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketreplicationconfig/ */
export const bucketReplication = bucketConfiguration({
  properties: {
    role: { ...required, problem: arnProblem },
    rules: { type: "set", required: true, elements: { type: "object", fields: rule } },
    token: { type: "string", writeOnly: true, secret: true },
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    const Rules = objects(inputs, "rules").map((one) => toAws(rule, one, names));
    await s3.putBucketReplication({
      Bucket,
      Token: text(inputs, "token"),
      ReplicationConfiguration: {
        Role: requiredText(inputs, "role"),
        Rules: Rules as object[] as ReplicationRule[],
      },
    });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { ReplicationConfiguration: found } = await s3.getBucketReplication({ Bucket });
    return {
      role: found?.Role ?? "",
      rules: (found?.Rules ?? []).map((one) => fromAws(rule, one, names)),
    };
  },
  remove: async (context, Bucket) => (await context.client("s3")).deleteBucketReplication({ Bucket }),
  absent: ["ReplicationConfigurationNotFoundError"],
});
