import { AwsError } from "../awsError";
import type { Call, CallMend } from "../mend";
import { describeKey, parseKeyMetadata } from "./key";
import type { KeyMemory } from "./keyMemory";
import { assertKeyPolicy, defaultKeyPolicy } from "./keyPolicy";
import { findRelatedKeys } from "./relatedKeys";
import { assertTags } from "./tags";

/** ReplicateKey gives the replica its own policy and tags, and says so. */
export const replicateKey = (memory: KeyMemory): CallMend => ({
  name: "replica's own policy and tags",
  service: "kms",
  operations: ["ReplicateKey"],
  aws: "`ReplicateKey` gives the replica the policy and tags that it is passed, else the default key policy and no tags, and answers with them",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html",
  localEmu:
    "drops `Policy` and `Tags`, copies the primary's policy and dates, and leaves both out of the answer",
  answer: async (call, next) => {
    const { KeyId, ReplicaRegion, Policy, Tags } = call.input;
    if (Policy !== undefined) assertKeyPolicy(Policy);
    assertTags(Tags);
    const source = await replicableKey(call, KeyId, memory);
    const output = await (source.region === call.region
      ? next()
      : call.localEmu("ReplicateKey", { ...call.input, KeyId: source.arn }, source.region));
    const replica = parseKeyMetadata(output.ReplicaKeyMetadata);
    const region = String(ReplicaRegion);
    const policy = Policy ?? defaultKeyPolicy(replica.Arn);
    const own = { KeyId: replica.KeyId };
    await call.localEmu("PutKeyPolicy", { ...own, PolicyName: "default", Policy: policy }, region);
    if (Array.isArray(Tags) && Tags.length > 0) await call.localEmu("TagResource", { ...own, Tags }, region);
    memory.key(replica.Arn).creationDate = Date.now() / 1000;
    if (replica.Origin === "EXTERNAL") memory.key(replica.Arn).material = { isPresent: false };
    const { KeyMetadata } = await call.aws("DescribeKey", { KeyId: replica.Arn }, region);
    return { ReplicaKeyMetadata: KeyMetadata, ReplicaPolicy: policy, ReplicaTags: Tags ?? [] };
  },
});

/** Where LocalEmu will replicate the key: it knows the first primary only, also after the primary moved. */
async function replicableKey(
  call: Call,
  keyId: unknown,
  memory: KeyMemory,
): Promise<{ readonly region: string; readonly arn: string }> {
  const key = await describeKey(call, keyId);
  const related = await findRelatedKeys(call, key, memory);
  if (related === undefined) {
    throw new AwsError("UnsupportedOperationException", `${key.Arn} is not a multi-Region key.`);
  }
  if (related.primary.Arn !== key.Arn) {
    throw new AwsError("UnsupportedOperationException", `${key.Arn} is not a multi-Region primary key.`);
  }
  return { region: related.first.Region, arn: related.first.Arn };
}
