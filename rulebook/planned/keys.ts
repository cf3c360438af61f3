/** What the resources of `aws.kms` say of keys and key policies. */
import { isKeySpec, keyUsages, type KeyOrigin, type KeySpec, type KeyUsage } from "../../kms/keySpecs";
import {
  type Fact,
  type KeyFacts,
  knownOr,
  type PolicyFacts,
  type ResourceFacts,
  type Tags,
  UNKNOWN,
} from "../facts";
import { readPolicy } from "./readPolicy";
import { decoded, located } from "./place";
import { attempt, count, flag, objectOf, type PulumiResource, read, reference, text } from "./properties";

/** An `aws.kms.Key`. */
export function key(resource: PulumiResource): ResourceFacts {
  const usage = read(resource, "keyUsage", usageOf) ?? "ENCRYPT_DECRYPT";
  return ofKey({
    ...common(resource, usage),
    role: roleOf(resource),
    primary: undefined,
    spec: read(resource, "customerMasterKeySpec", specOf) ?? "SYMMETRIC_DEFAULT",
    origin: originOf(text(resource, "customKeyStoreId"), text(resource, "xksKeyId")),
    rotationEnabled: flag(resource, "enableKeyRotation", false),
    rotationPeriodInDays: count(resource, "rotationPeriodInDays"),
    enabled: flag(resource, "isEnabled", true),
    materialExpiresAt: undefined,
  });
}

/** An `aws.kms.ExternalKey`. */
export function externalKey(resource: PulumiResource): ResourceFacts {
  const usage = read(resource, "keyUsage", usageOf) ?? "ENCRYPT_DECRYPT";
  return ofKey({
    ...common(resource, usage),
    role: roleOf(resource),
    primary: undefined,
    spec: read(resource, "keySpec", specOf) ?? "SYMMETRIC_DEFAULT",
    origin: "EXTERNAL",
    rotationEnabled: false,
    rotationPeriodInDays: undefined,
    enabled: flag(resource, "enabled", true),
    materialExpiresAt: text(resource, "validTo"),
  });
}

/** An `aws.kms.ReplicaKey`. */
export function replicaKey(resource: PulumiResource): ResourceFacts {
  return replica(resource, "primaryKeyArn", "AWS_KMS");
}

/** An `aws.kms.ReplicaExternalKey`. */
export function replicaExternalKey(resource: PulumiResource): ResourceFacts {
  return replica(resource, "primaryKeyArn", "EXTERNAL");
}

/** An `aws.kms.KeyPolicy`: a key policy apart from its key. */
export function attachedPolicy(resource: PulumiResource): ResourceFacts {
  return {
    keyPolicy: { ...policyOf(resource, UNKNOWN), attachedTo: reference(resource, "keyId"), tags: {} },
  };
}

function ofKey(facts: KeyFacts): ResourceFacts {
  return { key: facts, keyPolicy: facts };
}

function replica(resource: PulumiResource, primary: string, origin: KeyOrigin): ResourceFacts {
  return ofKey({
    ...common(resource, UNKNOWN),
    role: "replica",
    primary: reference(resource, primary),
    spec: UNKNOWN,
    origin,
    rotationEnabled: UNKNOWN,
    rotationPeriodInDays: UNKNOWN,
    enabled: flag(resource, "enabled", true),
    materialExpiresAt: text(resource, "validTo"),
  });
}

function common(
  resource: PulumiResource,
  usage: Fact<KeyUsage>,
): PolicyFacts & Pick<KeyFacts, "description" | "deletionWindowInDays" | "protected"> {
  return {
    ...policyOf(resource, usage),
    attachedTo: undefined,
    description: text(resource, "description"),
    deletionWindowInDays: count(resource, "deletionWindowInDays"),
    tags: tagsOf(resource),
    protected: resource.opts?.protect ?? false,
  };
}

function policyOf(resource: PulumiResource, usage: Fact<KeyUsage>): Omit<PolicyFacts, "tags" | "attachedTo"> {
  const policy = text(resource, "policy");
  return {
    ...located(resource),
    usage,
    lockoutCheckBypassed: flag(resource, "bypassPolicyLockoutSafetyCheck", false),
    policy: policy === UNKNOWN ? UNKNOWN : policy === undefined ? { kind: "default" } : readPolicy(policy),
  };
}

function roleOf(resource: PulumiResource): KeyFacts["role"] {
  return knownOr(flag(resource, "multiRegion", false), false) ? "primary" : "singleRegion";
}

function originOf(
  customKeyStore: Fact<string | undefined>,
  xksKey: Fact<string | undefined>,
): Fact<KeyOrigin> {
  if (customKeyStore === UNKNOWN || xksKey === UNKNOWN) return UNKNOWN;
  if (xksKey !== undefined) return "EXTERNAL_KEY_STORE";
  return customKeyStore === undefined ? "AWS_KMS" : "AWS_CLOUDHSM";
}

/** What AWS will see: `tagsAll` where the provider has worked it out, else the provider's default tags and the resource's own. */
function tagsOf(resource: PulumiResource): Fact<Tags> {
  const all = read(resource, "tagsAll", toTags);
  if (all !== undefined && all !== UNKNOWN) return all;
  const own = read(resource, "tags", toTags);
  const byDefault = attempt(() => {
    const defaults = objectOf(decoded(resource.provider?.props.defaultTags));
    return toTags(objectOf(defaults.tags));
  });
  return own === UNKNOWN || byDefault === UNKNOWN ? UNKNOWN : { ...byDefault, ...own };
}

function toTags(value: unknown): Tags {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, tag]) => [name, String(tag)]));
}

const specOf = (value: unknown): Fact<KeySpec> =>
  typeof value === "string" && isKeySpec(value) ? value : UNKNOWN;
const usageOf = (value: unknown): Fact<KeyUsage> => keyUsages.find((usage) => usage === value) ?? UNKNOWN;
