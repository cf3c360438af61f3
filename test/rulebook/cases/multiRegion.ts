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
      name: "a replica in its primary's Region",
      estate: estate(aKey(), aReplica({ region: "us-east-1" })),
      on: "orders-replica",
      expect: "violation",
      message: /in us-east-1, where its primary key is/,
    },
    {
      name: "a replica and its primary in Regions that are not known",
      estate: estate(aKey({ region: UNKNOWN }), aReplica({ region: UNKNOWN })),
      on: "orders-replica",
      expect: "pass",
    },
    {
      name: "a replica of a key of one Region",
      estate: estate(aKey({ role: "singleRegion" }), aReplica()),
      on: "orders-replica",
      expect: "violation",
      message: /replicates, orders, is no multi-Region key/,
    },
    {
      name: "a replica of a primary that is not known",
      estate: estate(aReplica({ primary: UNKNOWN })),
      expect: "notApplicable",
    },
    {
      name: "descriptions and tags that are not known",
      estate: estate(
        aKey({ description: UNKNOWN, tags: UNKNOWN, enabled: UNKNOWN }),
        aReplica({ description: "Other", tags: {}, enabled: false }),
      ),
      on: "orders-replica",
      expect: "pass",
    },
    {
      name: "the same tags in another order",
      estate: estate(aKey({ tags: { a: "1", b: "2" } }), aReplica({ tags: { b: "2", a: "1" } })),
      on: "orders-replica",
      expect: "pass",
    },
    {
      name: "an alias whose name is not known",
      estate: estate(aKey(), aReplica(), alias, {
        alias: { ...replicaAlias.alias, name: UNKNOWN },
      }),
      on: "orders-replica",
      expect: "pass",
    },
    {
      name: "an alias whose name AWS makes up",
      estate: estate(aKey(), aReplica(), alias, {
        alias: { ...replicaAlias.alias, name: undefined },
      }),
      on: "orders-replica",
      expect: "pass",
    },
    {
      name: "an alias whose target is not known",
      estate: estate(aKey(), aReplica(), alias, replicaAlias, {
        alias: { ...soundAlias, name: "alias/else", target: UNKNOWN },
      }),
      on: "orders-replica",
      expect: "pass",
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
      name: "an alias in another Region than its key",
      estate: estate(aKey(), { alias: { ...soundAlias, region: "eu-west-1" } }),
      expect: "violation",
      message: /in eu-west-1 and leads to orders, which is in us-east-1/,
    },
    {
      name: "an alias in the Region of a replica by the id that it shares with its primary key",
      estate: estate(aKey(), aReplica(), { alias: { ...soundAlias, region: "us-west-2" } }),
      expect: "pass",
    },
    {
      name: "an alias in a third Region",
      estate: estate(aKey(), aReplica(), { alias: { ...soundAlias, region: "eu-west-1" } }),
      expect: "violation",
    },
    {
      name: "an alias that leads to the replica from its primary key's Region",
      estate: estate(aKey(), aReplica(), {
        alias: { ...replicaAlias.alias, region: "us-east-1" },
      }),
      expect: "pass",
    },
    {
      name: "an alias in the Region of a replica of another key",
      estate: estate({ key: other }, aKey(), aReplica(), {
        alias: { ...soundAlias, region: "us-west-2", target: { to: "resource", id: other.resource.id } },
      }),
      expect: "violation",
    },
    {
      name: "an alias in a Region that is not known",
      estate: estate(aKey(), { alias: { ...soundAlias, region: UNKNOWN } }),
      expect: "pass",
    },
    {
      name: "a key in a Region that is not known",
      estate: estate(aKey({ region: UNKNOWN }), alias),
      expect: "pass",
    },
    {
      name: "a replica in a Region that is not known",
      estate: estate(aKey(), aReplica({ region: UNKNOWN }), {
        alias: { ...soundAlias, region: "eu-west-1" },
      }),
      expect: "pass",
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
