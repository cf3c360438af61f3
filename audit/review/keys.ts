/** The keys of a stack before and after a change, each with the key policy that counts. */
import type { KeyPolicy } from "../../kms/policy/document";
import { parseKeyPolicy } from "../../kms/policy/parse";
import { ownerFrom } from "../../rulebook/policy/owner";
import {
  type Estate,
  estateOf,
  type KeyFacts,
  knownOr,
  type PolicyFact,
  resolve,
  UNKNOWN,
} from "../../rulebook/facts";
import { factsOf } from "../../rulebook/planned/factsOf";
import type { Planned } from "./resources";

/** One side of a change. */
export interface Side {
  readonly facts: KeyFacts;
  /** Undefined where preview does not know it, or it cannot be read: `problem` says which. */
  readonly policy: KeyPolicy | undefined;
  readonly problem?: string;
}

/** A key before and after. */
export interface KeyChange {
  readonly planned: Planned;
  /** The Pulumi resource's name. */
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Undefined for a key that is created. */
  readonly before: Side | undefined;
  /** Undefined for a key that is deleted. */
  readonly after: Side | undefined;
}

/** The stack's resources as facts. */
export interface Estates {
  readonly before: Estate;
  readonly after: Estate;
}

/** What the rulebook knows of both sides. */
export function estatesOf(all: readonly Planned[]): Estates {
  return {
    before: estateOf(all.flatMap(({ before }) => (before && factsOf(before)) ?? [])),
    after: estateOf(all.flatMap(({ after }) => (after && factsOf(after)) ?? [])),
  };
}

/**
 * The keys that the preview tells of, in its order.
 * @param owner the account of keys whose account nothing else tells: 12 digits
 */
export function keyChanges(
  all: readonly Planned[],
  { before, after }: Estates,
  owner: string | undefined,
): readonly KeyChange[] {
  return all.flatMap((planned) => {
    const old = sideOf(planned.urn, before, owner);
    const young = sideOf(planned.urn, after, owner);
    const facts = young?.facts ?? old?.facts;
    if (facts === undefined) return [];
    return [
      {
        planned,
        name: facts.resource.name,
        account: accountFor(facts, young?.policy ?? old?.policy, owner),
        region: knownOr(facts.region, "unknown Region"),
        before: old,
        after: young,
      },
    ];
  });
}

function sideOf(urn: string, estate: Estate, owner: string | undefined): Side | undefined {
  const facts = estate.key.find(({ resource }) => resource.id === urn);
  if (facts === undefined) return undefined;
  const attached = estate.keyPolicy.find(
    ({ attachedTo }) =>
      attachedTo !== undefined &&
      attachedTo !== UNKNOWN &&
      resolve(attachedTo, estate.key)?.resource.id === urn,
  );
  return { facts, ...policyOf(attached?.policy ?? facts.policy, facts, owner) };
}

function policyOf(
  fact: PolicyFact | typeof UNKNOWN,
  facts: KeyFacts,
  owner: string | undefined,
): Omit<Side, "facts"> {
  if (fact === UNKNOWN) return { policy: undefined, problem: "preview does not know its key policy" };
  if (fact.kind === "unreadable") return { policy: undefined, problem: fact.problem };
  if (fact.kind === "document") return { policy: fact.policy };
  return { policy: defaultPolicy(accountFor(facts, undefined, owner)) };
}

function accountFor(facts: KeyFacts, policy: KeyPolicy | undefined, owner: string | undefined): string {
  return knownOr(facts.ownerAccount, undefined) ?? owner ?? ownerFrom(policy ?? { statements: [] });
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(account: string): KeyPolicy {
  return parseKeyPolicy(
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    }),
  );
}
