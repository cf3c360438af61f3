/** Whose key a key policy is for, where nobody says so. */
import { accountOf } from "../../kms/arn";
import { expandAction } from "../../kms/actions";
import type { KeyPolicy, Statement } from "../../kms/policy/document";

/** Stands for an owner that cannot be told: an account that no policy names. */
const NOBODY = "000000000000";

/**
 * The account that owns the key of this policy. Only principals of the owner can change a key policy
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html), so the first account that is
 * allowed to is the owner; where none is, and several are named, the owner cannot be told and is an account of no name.
 */
export function ownerFrom(policy: KeyPolicy): string {
  return ownerToldBy(policy) ?? NOBODY;
}

/** The same; undefined where the owner cannot be told. */
export function ownerToldBy(policy: KeyPolicy): string | undefined {
  if (!owners.has(policy)) owners.set(policy, readOwner(policy));
  return owners.get(policy);
}

/** Every rule about a policy asks. */
const owners = new WeakMap<KeyPolicy, string | undefined>();

function readOwner(policy: KeyPolicy): string | undefined {
  const allows = policy.statements.filter(({ effect }) => effect === "Allow");
  const roots = allows.filter(administers).flatMap(namedAccounts);
  const [administrator] = roots;
  if (administrator !== undefined) return administrator;
  const [only, ...others] = new Set(policy.statements.flatMap(namedAccounts));
  return others.length === 0 ? only : undefined;
}

function administers({ actions, notActions }: Statement): boolean {
  return (
    notActions !== undefined ||
    (actions ?? []).some((action) => expandAction(action).includes("kms:PutKeyPolicy"))
  );
}

function namedAccounts({ principal, notPrincipal }: Statement): string[] {
  const names = [...(principal?.AWS ?? []), ...(notPrincipal?.AWS ?? [])];
  return names.flatMap((name) => accountOf(name) ?? []);
}
