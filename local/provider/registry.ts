/** Every resource type and function that this provider serves, by its Pulumi token. */
import type { ProviderFunction, Resource } from "./resource";
import { alias } from "./services/kms/alias";
import { key } from "./services/kms/key";
import { replicaKey } from "./services/kms/replicaKey";
import { getCallerIdentity, getPartition } from "./services/sts";

const resources: Readonly<Record<string, Resource>> = {
  "aws:kms/alias:Alias": alias,
  "aws:kms/key:Key": key,
  "aws:kms/replicaKey:ReplicaKey": replicaKey,
};

const functions: Readonly<Record<string, ProviderFunction>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
};

/** Something that this provider does not serve, though the official one may. */
export class NotServed extends Error {
  constructor(kind: string, token: string) {
    super(
      `the stand-in aws provider does not serve the ${kind} ${token}: use the official plugin, ` +
        "or add it to local/provider/registry.ts (docs/local-provider.md says how)",
    );
  }
}

/** @throws NotServed */
export function resourceOf(type: string): Resource {
  const resource = resources[type];
  if (resource === undefined) throw new NotServed("resource type", type);
  return resource;
}

/** @throws NotServed */
export function functionOf(token: string): ProviderFunction {
  const definition = functions[token];
  if (definition === undefined) throw new NotServed("function", token);
  return definition;
}

/** The tokens of all that is served. */
export const served = { resources: Object.keys(resources), functions: Object.keys(functions) };
