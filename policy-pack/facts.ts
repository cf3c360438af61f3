/** What Pulumi resources say of keys and key policies, in the rulebook's terms. */
import type { ResourceValidationArgs } from "@pulumi/policy";
import { isKeySpec, keyUsages, type KeyOrigin, type KeySpec, type KeyUsage } from "../kms/keySpecs";
import {
  type Fact,
  type KeyFacts,
  type PolicyFact,
  type PolicyFacts,
  type Resource,
  UNKNOWN,
} from "../rulebook/facts";
import { readPolicy } from "./readPolicy";

type Resourceish = Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props">;

/** The facts of a KMS key resource; undefined for any other resource. */
export function keyFacts(resource: Resourceish): KeyFacts | undefined {
  switch (resource.type) {
    case "aws:kms/key:Key":
      return {
        ...common(resource),
        role: orElse(read(resource, "multiRegion", boolean), false) ? "primary" : "singleRegion",
        spec: known(read(resource, "customerMasterKeySpec", specOf), "SYMMETRIC_DEFAULT"),
        usage: known(read(resource, "keyUsage", usageOf), "ENCRYPT_DECRYPT"),
        origin: originOf(read(resource, "customKeyStoreId", string), read(resource, "xksKeyId", string)),
        rotationEnabled: known(read(resource, "enableKeyRotation", boolean), false),
        rotationPeriodInDays: read(resource, "rotationPeriodInDays", number),
        enabled: known(read(resource, "isEnabled", boolean), true),
      };
    case "aws:kms/externalKey:ExternalKey":
      return {
        ...common(resource),
        role: orElse(read(resource, "multiRegion", boolean), false) ? "primary" : "singleRegion",
        spec: known(read(resource, "keySpec", specOf), "SYMMETRIC_DEFAULT"),
        usage: known(read(resource, "keyUsage", usageOf), "ENCRYPT_DECRYPT"),
        origin: "EXTERNAL",
        rotationEnabled: false,
        rotationPeriodInDays: undefined,
        enabled: known(read(resource, "enabled", boolean), true),
      };
    case "aws:kms/replicaKey:ReplicaKey":
      return replica(resource, "AWS_KMS");
    case "aws:kms/replicaExternalKey:ReplicaExternalKey":
      return replica(resource, "EXTERNAL");
    default:
      return undefined;
  }
}

/** The facts of a key policy: a key's own, or an `aws.kms.KeyPolicy`; undefined for any other resource. */
export function policyFacts(resource: Resourceish): PolicyFacts | undefined {
  return resource.type === "aws:kms/keyPolicy:KeyPolicy" ? ofPolicy(resource) : keyFacts(resource);
}

function replica(resource: Resourceish, origin: KeyOrigin): KeyFacts {
  return {
    ...common(resource),
    role: "replica",
    spec: UNKNOWN,
    usage: UNKNOWN,
    origin,
    rotationEnabled: UNKNOWN,
    rotationPeriodInDays: UNKNOWN,
    enabled: known(read(resource, "enabled", boolean), true),
  };
}

function common(
  resource: Resourceish,
): PolicyFacts & Pick<KeyFacts, "description" | "deletionWindowInDays" | "tags"> {
  return {
    ...ofPolicy(resource),
    description: read(resource, "description", string),
    deletionWindowInDays: read(resource, "deletionWindowInDays", number),
    tags: known(read(resource, "tagsAll", tagsOf), orElse(read(resource, "tags", tagsOf), {}) ?? {}),
  };
}

function ofPolicy(resource: Resourceish): PolicyFacts {
  const text = read(resource, "policy", string);
  return {
    resource: { id: resource.urn, type: resource.type, name: resource.name } satisfies Resource,
    ownerAccount: UNKNOWN,
    region: known(read(resource, "region", string), UNKNOWN),
    policy: text === UNKNOWN ? UNKNOWN : policyFact(text),
  };
}

function policyFact(text: string | undefined): PolicyFact {
  return text === undefined ? { kind: "default" } : readPolicy(text);
}

function originOf(
  customKeyStore: Fact<string | undefined>,
  xksKey: Fact<string | undefined>,
): Fact<KeyOrigin> {
  if (customKeyStore === UNKNOWN || xksKey === UNKNOWN) return UNKNOWN;
  if (xksKey !== undefined) return "EXTERNAL_KEY_STORE";
  return customKeyStore === undefined ? "AWS_KMS" : "AWS_CLOUDHSM";
}

/** A property's value as `convert` reads it; undefined where it is not set, UNKNOWN where preview cannot know it. */
function read<T>(
  resource: Resourceish,
  property: string,
  convert: (value: unknown) => T,
): Fact<T | undefined> {
  try {
    const value: unknown = (resource.props as Readonly<Record<string, unknown>>)[property];
    return value === undefined || value === null ? undefined : convert(value);
  } catch (error) {
    // The SDK hides unknown values behind a proxy that throws an error of a class that it does not export.
    if (error instanceof Error && error.constructor.name === "UnknownValueError") return UNKNOWN;
    throw error;
  }
}

function known<T, D>(value: Fact<T | undefined>, otherwise: D): T | D | typeof UNKNOWN {
  return value ?? otherwise;
}

function orElse<T>(value: Fact<T | undefined>, otherwise: T): T | undefined {
  return value === UNKNOWN ? otherwise : (value ?? otherwise);
}

const string = (value: unknown): string => String(value);
const boolean = (value: unknown): boolean => value === true || value === "true";
const number = (value: unknown): number => Number(value);
const specOf = (value: unknown): Fact<KeySpec> =>
  typeof value === "string" && isKeySpec(value) ? value : UNKNOWN;
const usageOf = (value: unknown): Fact<KeyUsage> => keyUsages.find((usage) => usage === value) ?? UNKNOWN;

function tagsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(value as object).map(([key, text]) => [key, String(text)]));
}
