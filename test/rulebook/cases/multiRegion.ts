import { UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import {
  aKey,
  allow,
  aReplica,
  estate,
  live,
  place,
  policyOf,
  role,
  rootStatement,
  soundAlias,
  soundKey,
  soundReplica,
} from "../soundKey";

const throughS3 = (region: string) =>
  policyOf(
    rootStatement,
    allow(role("Worker"), "kms:Decrypt", {
      StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
    }),
  );
const replicaAlias = {
  alias: {
    ...soundAlias,
    ...place("aws:kms/alias:Alias", "replica-alias", "us-west-2"),
    target: { to: "resource", id: soundReplica.resource.id } as const,
  },
};
const alias = { alias: soundAlias };
const other = { ...soundKey, ...place("aws:kms/key:Key", "other") };

export const multiRegion: Cases = {
  "kms-replica-region-allowed": [
    { name: "any Region where none is configured", expect: "notApplicable" },
    { name: "an approved Region", options: { allowedRegions: ["us-east-1"] }, expect: "pass" },
    {
      name: "another one",
      options: { allowedRegions: ["eu-west-1"] },
      expect: "violation",
      message: /in us-east-1, and eu-west-1 is approved/,
    },
    {
      name: "a Region that is not known",
      with: { region: UNKNOWN },
      options: { allowedRegions: ["eu-west-1"] },
      expect: "unknown",
    },
  ],
  "kms-replica-policy-drift": [
    { name: "no replica", estate: estate(aKey()), expect: "notApplicable" },
    { name: "the same policy", estate: estate(aKey(), aReplica()), expect: "pass" },
    {
      name: "the same policy, localized",
      estate: estate(aKey({ policy: throughS3("us-east-1") }), aReplica({ policy: throughS3("us-west-2") })),
      expect: "pass",
    },
    {
      name: "the same policy, not localized",
      estate: estate(aKey({ policy: throughS3("us-east-1") }), aReplica({ policy: throughS3("us-east-1") })),
      expect: "violation",
      message: /differs/,
    },
    {
      name: "somebody more",
      estate: estate(
        aKey(),
        aReplica({ policy: policyOf(rootStatement, allow(role("More"), "kms:Decrypt")) }),
      ),
      expect: "violation",
      message: /role\/More.*only here/,
    },
    {
      name: "somebody less",
      estate: estate(
        aKey({ policy: policyOf(rootStatement, allow(role("More"), "kms:Decrypt")) }),
        aReplica(),
      ),
      expect: "violation",
      message: /only with the primary key/,
    },
    {
      name: "AWS's default policy on the replica alone",
      estate: estate(aKey(), aReplica({ policy: { kind: "default" } })),
      expect: "violation",
    },
    {
      name: "AWS's default policy on the primary alone",
      estate: estate(aKey({ policy: { kind: "default" } }), aReplica()),
      expect: "violation",
    },
    {
      name: "AWS's default policy on both",
      estate: estate(aKey({ policy: { kind: "default" } }), aReplica({ policy: { kind: "default" } })),
      expect: "pass",
    },
    {
      name: "a policy apart from the replica",
      estate: estate(aKey(), aReplica({ policy: { kind: "default" } }), {
        keyPolicy: {
          ...soundReplica,
          ...place("aws:kms/keyPolicy:KeyPolicy", "apart", "us-west-2"),
          attachedTo: { to: "resource", id: soundReplica.resource.id },
        },
      }),
      expect: "pass",
    },
    {
      name: "a policy that is not known",
      estate: estate(aKey(), aReplica({ policy: UNKNOWN })),
      expect: "unknown",
    },
    {
      name: "a Region that is not known",
      estate: estate(aKey(), aReplica({ region: UNKNOWN })),
      expect: "unknown",
    },
  ],
  "kms-replica-coverage": [
    { name: "a key of one Region", estate: estate(aKey({ role: "singleRegion" })), expect: "notApplicable" },
    { name: "a primary with a replica", estate: estate(aKey(), aReplica()), on: "orders", expect: "pass" },
    {
      name: "a primary without one",
      estate: estate(aKey()),
      on: "orders",
      expect: "violation",
      message: /no replica key/,
    },
    {
      name: "a replica like its primary",
      estate: estate(aKey(), aReplica(), alias, replicaAlias),
      on: "orders-replica",
      expect: "pass",
    },
    {
      name: "a disabled replica",
      estate: estate(aKey(), aReplica({ enabled: false })),
      on: "orders-replica",
      expect: "violation",
      message: /another enabled state/,
    },
    {
      name: "a replica of other tags and description",
      estate: estate(aKey(), aReplica({ tags: {}, description: "Other" })),
      on: "orders-replica",
      expect: "violation",
      message: /another description, other tags/,
    },
    {
      name: "a replica without the alias",
      estate: estate(aKey(), aReplica(), alias),
      on: "orders-replica",
      expect: "violation",
      message: /other aliases/,
    },
    {
      name: "a replica of a primary elsewhere",
      estate: estate(
        aReplica({ primary: { to: "text", text: "arn:aws:kms:us-east-1:111111111111:key/mrk-1" } }),
      ),
      expect: "notApplicable",
    },
  ],
  "kms-alias-dangling": [
    { name: "no alias", estate: estate(aKey()), expect: "notApplicable" },
    { name: "an alias of a working key", estate: estate(aKey(), alias), expect: "pass" },
    { name: "an alias of a key elsewhere", estate: estate(alias), expect: "notApplicable" },
    {
      name: "an alias of nothing",
      estate: estate({ alias: { ...soundAlias, target: undefined } }),
      expect: "violation",
      message: /no key/,
    },
    {
      name: "an alias of a disabled key",
      estate: estate(aKey({ enabled: false }), alias),
      expect: "violation",
      message: /disabled/,
    },
    {
      name: "an alias of a dying key",
      estate: estate(aKey({ live: { ...live, state: "PendingDeletion" } }), alias),
      expect: "violation",
      message: /being deleted/,
    },
    {
      name: "a name of AWS's own",
      estate: estate(aKey(), { alias: { ...soundAlias, name: "alias/aws/orders" } }),
      expect: "violation",
      message: /AWS's own/,
    },
    {
      name: "a name that is none",
      estate: estate(aKey(), { alias: { ...soundAlias, name: "orders" } }),
      expect: "violation",
      message: /no name/,
    },
    {
      name: "two aliases of one name",
      estate: estate(aKey(), alias, { alias: { ...soundAlias, ...place("aws:kms/alias:Alias", "twin") } }),
      on: "orders-alias",
      expect: "violation",
      message: /twin is another alias/,
    },
    {
      name: "the same alias in two Regions",
      estate: estate(aKey(), aReplica(), alias, replicaAlias),
      on: "replica-alias",
      expect: "pass",
    },
    {
      name: "another key in the primary's Region",
      estate: estate(aKey(), aReplica(), { key: other }, replicaAlias, {
        alias: { ...soundAlias, target: { to: "resource", id: other.resource.id } },
      }),
      on: "replica-alias",
      expect: "violation",
      message: /another key \(orders-alias\)/,
    },
    {
      name: "a target that is not known",
      estate: estate(aKey(), { alias: { ...soundAlias, target: UNKNOWN } }),
      expect: "unknown",
    },
  ],
};
