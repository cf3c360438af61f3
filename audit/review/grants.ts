/** Grants that a change makes or revokes: access beside the key policies. */
import { accountOf } from "../../kms/arn";
import { type Estate, type GrantFacts, knownOr, resolve, UNKNOWN } from "../../rulebook/facts";
import type { Trust } from "./access";

/** A grant that comes or goes. */
export interface GrantChange {
  readonly change: "made" | "revoked";
  /** The Pulumi resource's name. */
  readonly name: string;
  /** The key's name, or what the grant calls it. */
  readonly key: string;
  /** ARN or service of who is granted; undefined where preview does not know it. */
  readonly grantee: string | undefined;
  /** `Decrypt`, `GenerateDataKey`, ... */
  readonly operations: readonly string[];
  /** Whether the grantee is of an account that is neither the owner's nor trusted. */
  readonly external: boolean;
}

/** The grants that are on one side only; one whose terms change is revoked and made. */
export function grantChanges(
  before: Estate,
  after: Estate,
  owner: string,
  trust: Trust,
): readonly GrantChange[] {
  const inside = new Set([owner, ...trust.trustedAccounts]);
  const only = (estate: Estate, other: Estate, change: GrantChange["change"]) => {
    const there = new Set(other.grant.map(termsOf));
    return estate.grant
      .filter((grant) => !there.has(termsOf(grant)))
      .map((grant) => toChange(grant, estate, change, inside));
  };
  return [...only(before, after, "revoked"), ...only(after, before, "made")];
}

function toChange(
  { resource, key, granteePrincipal, operations }: GrantFacts,
  estate: Estate,
  change: GrantChange["change"],
  inside: ReadonlySet<string>,
): GrantChange {
  const target = key === UNKNOWN || key === undefined ? undefined : key;
  const found = target && resolve(target, estate.key)?.resource.name;
  const grantee = knownOr(granteePrincipal, undefined);
  const account = grantee === undefined ? undefined : accountOf(grantee);
  return {
    change,
    name: resource.name,
    key: found ?? (target?.to === "text" ? target.text : "a key that preview does not know"),
    grantee,
    operations: knownOr(operations, []),
    external: account !== undefined && !inside.has(account),
  };
}

function termsOf({ resource, granteePrincipal, operations, constraints }: GrantFacts): string {
  const known = [granteePrincipal, operations, constraints].map((fact) => knownOr(fact, "unknown"));
  return JSON.stringify([resource.id, ...known]);
}
