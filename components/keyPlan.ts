/** What the arguments of a key come to, Region by Region. */
import * as pulumi from "@pulumi/pulumi";
import { canRotate, DEFAULT_DELETION_WINDOW_IN_DAYS, DEFAULT_ROTATION_PERIOD_IN_DAYS } from "../kms/keySpecs";
import { type ShareGrant, shareGrants } from "../kms/policy/build/shareGrants";
import type { MultiRegionKeyArgs } from "./keyArgs";
import { type KeyKind, resolveKind } from "./keyKind";
import { keyProblems } from "./keyProblems";
import { regionalPolicy } from "./regionalPolicy";

/** What is registered in one Region. */
export interface RegionalPlan extends KeyKind {
  readonly childName: string;
  readonly region: string;
  /** The key policy as JSON, localized. */
  readonly policy: string;
  /** Undefined where the key cannot rotate, or takes its rotation from the primary. */
  readonly rotation: { readonly enabled: boolean; readonly periodInDays: number | undefined } | undefined;
  /** Days. */
  readonly deletionWindowInDays: number;
  /** The grants of shares that are grants. */
  readonly grants: readonly ShareGrant[];
  /** The import id of the key and of the alias to adopt: `<id>@<Region>`. */
  readonly importKeyAs: string | undefined;
  readonly importAliasAs: string | undefined;
}

/** The primary key and its replicas. */
export interface KeyPlan {
  readonly primary: RegionalPlan;
  readonly replicas: readonly RegionalPlan[];
}

/**
 * Plans a key. Pure: the same arguments give the same plan.
 * @throws pulumi.InputPropertiesError naming every argument that KMS would refuse
 */
export function planKey(name: string, args: MultiRegionKeyArgs): KeyPlan {
  const problems = keyProblems(args);
  if (problems.length > 0) {
    throw new pulumi.InputPropertiesError({
      message: `key "${name}" cannot be made`,
      errors: problems.map(({ path, message }) => ({ propertyPath: path, reason: message })),
    });
  }
  return {
    primary: regionalPlan(name, args.primaryRegion, args),
    replicas: (args.replicaRegions ?? []).map((region) => regionalPlan(name, region, args)),
  };
}

function regionalPlan(name: string, region: string, args: MultiRegionKeyArgs): RegionalPlan {
  const resolved = resolveKind(args);
  const isPrimary = region === args.primaryRegion;
  const adopted =
    args.adopt !== undefined && (isPrimary || (args.adopt.replicaRegions ?? []).includes(region));
  return {
    ...resolved,
    childName: `${name}-${region}`,
    region,
    policy: regionalPolicy(args, resolved, region),
    rotation: isPrimary ? rotationOf(args, resolved) : undefined,
    grants: typeof args.policy === "string" ? [] : shareGrants(args.policy.shares ?? [], resolved),
    deletionWindowInDays: args.deletionWindowInDays ?? DEFAULT_DELETION_WINDOW_IN_DAYS,
    importKeyAs: adopted ? `${args.adopt.keyId}@${region}` : undefined,
    importAliasAs: adopted && args.adopt.alias !== false ? `${args.alias}@${region}` : undefined,
  };
}

function rotationOf(args: MultiRegionKeyArgs, kind: KeyKind): RegionalPlan["rotation"] {
  if (!canRotate(kind)) return undefined;
  const enabled = args.rotation ?? true;
  return {
    enabled,
    periodInDays: enabled ? (args.rotationPeriodInDays ?? DEFAULT_ROTATION_PERIOD_IN_DAYS) : undefined,
  };
}
