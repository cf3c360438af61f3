/** Everything about a key that KMS would refuse, found before anything is registered. */
import {
  ALIAS_NAME_PATTERN,
  canBeMultiRegion,
  canRotate,
  DELETION_WINDOW_IN_DAYS,
  MAX_DESCRIPTION_LENGTH,
  originsOf,
  ROTATION_PERIOD_IN_DAYS,
  usagesOf,
} from "../kms/keySpecs";
import { partitionOf } from "../kms/partitions";
import { isKnownRegion } from "../kms/regions";
import { KeyPolicyIntentError } from "../kms/policy/build/problems";
import { KeyPolicyError } from "../kms/policy/parse";
import type { MultiRegionKeyArgs } from "./keyArgs";
import { type KeyKind, resolveKind } from "./keyKind";
import { regionalPolicy } from "./regionalPolicy";

/** One argument that KMS would refuse: its path (`replicaRegions[1]`), and what is wrong with how to mend it. */
export interface KeyProblem {
  readonly path: string;
  readonly message: string;
}

type Check = (args: MultiRegionKeyArgs, kind: KeyKind) => KeyProblem[];

/** What is wrong with a key's arguments; empty when KMS would take them. */
export function keyProblems(args: MultiRegionKeyArgs): KeyProblem[] {
  const kind = resolveKind(args);
  const problems = [
    accountProblems,
    aliasProblems,
    regionProblems,
    kindProblems,
    replicationProblems,
    rotationProblems,
    limitProblems,
  ].flatMap((check: Check) => check(args, kind));
  // A policy is built for known Regions and a legal kind of key only, so its problems come last.
  return problems.length > 0 ? problems : policyProblems(args, kind);
}

const accountProblems: Check = ({ accountId }) =>
  /^\d{12}$/.test(accountId)
    ? []
    : [{ path: "accountId", message: `"${accountId}" is not an account id: it has 12 digits` }];

const aliasProblems: Check = ({ alias }) => {
  if (alias.startsWith("alias/aws/")) {
    return [
      { path: "alias", message: `"${alias}" is reserved: names that begin with alias/aws/ belong to AWS` },
    ];
  }
  return ALIAS_NAME_PATTERN.test(alias)
    ? []
    : [
        {
          path: "alias",
          message: `"${alias}" is not an alias: write alias/ and letters, digits, "/", "_" or "-"`,
        },
      ];
};

const regionProblems: Check = (args, kind) => {
  const replicas = args.replicaRegions ?? [];
  const at = (index: number) => `replicaRegions[${index}]`;
  const unknown = [
    ...(isKnownRegion(args.primaryRegion) ? [] : [{ path: "primaryRegion", region: args.primaryRegion }]),
    ...replicas.flatMap((region, index) => (isKnownRegion(region) ? [] : [{ path: at(index), region }])),
  ].map(({ path, region }) => ({
    path,
    message: region === "" ? "is required" : `"${region}" is not an AWS Region`,
  }));
  const misplaced = replicas.flatMap((region, index) => {
    if (region === args.primaryRegion)
      return [{ path: at(index), message: `${region} is the primary Region already` }];
    if (replicas.indexOf(region) < index) return [{ path: at(index), message: `${region} is named twice` }];
    if (
      isKnownRegion(region) &&
      isKnownRegion(args.primaryRegion) &&
      partitionOf(region) !== partitionOf(args.primaryRegion)
    ) {
      return [{ path: at(index), message: `${region} is in another partition than ${args.primaryRegion}` }];
    }
    return [];
  });
  const impossible =
    replicas.length > 0 && !kind.multiRegion
      ? [
          {
            path: "replicaRegions",
            message: "only a multi-Region key can have replicas: leave them out, or multiRegion: false",
          },
        ]
      : [];
  return [...unknown, ...misplaced, ...impossible];
};

const kindProblems: Check = (args, kind) => {
  const { spec, usage, origin, multiRegion } = kind;
  const usages: readonly string[] = usagesOf(spec);
  const origins: readonly string[] = originsOf(spec);
  return [
    ...(usages.includes(usage)
      ? []
      : [
          {
            path: "usage",
            message: `a ${spec} key cannot be used for ${usage}; it can for ${usages.join(" or ")}`,
          },
        ]),
    ...(origins.includes(origin)
      ? []
      : [
          {
            path: "material.from",
            message: `a ${spec} key cannot have ${origin} material; it can have ${origins.join(", ")}`,
          },
        ]),
    ...(multiRegion && !canBeMultiRegion({ spec, origin })
      ? [
          {
            path: "multiRegion",
            message: `a ${spec} key with ${origin} material cannot be a multi-Region key`,
          },
        ]
      : []),
    ...(args.adopt?.replicaRegions ?? []).flatMap((region, index) =>
      (args.replicaRegions ?? []).includes(region)
        ? []
        : [
            {
              path: `adopt.replicaRegions[${index}]`,
              message: `${region} is not one of the key's replicaRegions`,
            },
          ],
    ),
  ];
};

/** Without IAM and without `allowedRegions` nobody could make the replicas, Pulumi neither. */
const replicationProblems: Check = ({ policy, allowedRegions, replicaRegions = [] }) =>
  typeof policy !== "string" &&
  policy.rootAccess === "none" &&
  allowedRegions === undefined &&
  replicaRegions.length > 0
    ? [
        {
          path: "rootAccess",
          message: "with none, nobody may replicate the key: set the environment's allowedRegions too",
        },
      ]
    : [];

const rotationProblems: Check = ({ rotation, rotationPeriodInDays }, kind) => {
  const path = "rotationPeriodInDays";
  const { min, max } = ROTATION_PERIOD_IN_DAYS;
  if (!canRotate(kind)) {
    const message = `AWS KMS cannot rotate a ${kind.spec} key with ${kind.origin} material: leave it out`;
    return [
      ...(rotation === true ? [{ path: "rotation", message }] : []),
      ...(rotationPeriodInDays === undefined ? [] : [{ path, message }]),
    ];
  }
  return rotationPeriodInDays === undefined || isWholeBetween(rotationPeriodInDays, min, max)
    ? []
    : [{ path, message: `${rotationPeriodInDays} is out of range: ${min} to ${max} days` }];
};

const limitProblems: Check = ({ deletionWindowInDays, description, tags }) => {
  const { min, max } = DELETION_WINDOW_IN_DAYS;
  return [
    ...(deletionWindowInDays === undefined || isWholeBetween(deletionWindowInDays, min, max)
      ? []
      : [
          {
            path: "deletionWindowInDays",
            message: `${deletionWindowInDays} is out of range: ${min} to ${max} days`,
          },
        ]),
    ...(description.length <= MAX_DESCRIPTION_LENGTH
      ? []
      : [{ path: "description", message: `is longer than ${MAX_DESCRIPTION_LENGTH} characters` }]),
    ...Object.entries(tags ?? {}).flatMap(([key, value]) => tagProblems(key, value)),
  ];
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html */
function tagProblems(key: string, value: string): KeyProblem[] {
  const path = `tags.${key}`;
  if (/^aws:/i.test(key)) return [{ path, message: "tag keys that begin with aws: belong to AWS" }];
  if (key.length > 128) return [{ path, message: "a tag key has at most 128 characters" }];
  return value.length > 256 ? [{ path, message: "a tag value has at most 256 characters" }] : [];
}

/** The problems of an intent are told where its settings stand, beside the others; those of a whole policy at `policy`. */
const policyProblems: Check = (args, kind) => {
  for (const region of [args.primaryRegion, ...(args.replicaRegions ?? [])]) {
    try {
      regionalPolicy(args, kind, region);
    } catch (error) {
      if (error instanceof KeyPolicyIntentError) {
        return error.problems.map(({ path, message }) => ({ path: path === "" ? "policy" : path, message }));
      }
      if (error instanceof KeyPolicyError) return [{ path: "policy", message: error.message }];
      throw error;
    }
  }
  return [];
};

function isWholeBetween(value: number, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}
