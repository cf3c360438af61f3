/** What a change gives to whom on which key, and takes. */
import { tellRequest } from "../../kms/policy/analyse/tell";
import { analyse, type Permission } from "../../kms/policy/analyse/analyse";
import { type AccessChange, compare } from "../../kms/policy/compare";
import { nameOf } from "../../kms/policy/evaluate/decide";
import type { Request } from "../../kms/policy/evaluate/request";
import type { KeyChange } from "./keys";

/** Accounts and organizations that the owner trusts. */
export interface Trust {
  readonly trustedAccounts: readonly string[];
  readonly trustedOrganizations: readonly string[];
}

/** Access that one party gains or loses. */
export interface Access {
  /** Where the party stands: within the trusted zone, named from outside, or anybody. */
  readonly zone: AccessChange["zone"];
  /** Sorted: `kms:Decrypt`, ... */
  readonly actions: readonly string[];
  /** `statement 2 (AnalyticsDecrypt)` */
  readonly statement: string;
  /** `role Analytics of account 222222222222 can call kms:Decrypt through S3 in us-east-1` */
  readonly sentence: string;
  /** The request behind the sentence: one of the two key policies allows it. */
  readonly witness: Request;
  /** Whether an IAM policy of the party's account must allow it too. */
  readonly needsIdentityPolicy: boolean;
}

/** The access that a key's change moves. */
export interface AccessDifference {
  readonly gained: readonly Access[];
  readonly lost: readonly Access[];
  /** Why nothing, or not everything, can be told. */
  readonly undecided?: string;
}

/** The difference in access to a key. A key that goes takes all access with it, which {@link ./losses.ts} tells better. */
export function accessDifference(
  { before, after, account, region }: KeyChange,
  trust: Trust,
): AccessDifference {
  if (after === undefined) return { gained: [], lost: [] };
  if (after.policy === undefined || (before !== undefined && before.policy === undefined)) {
    const side = after.policy === undefined ? after : before;
    return { gained: [], lost: [], undecided: side?.problem ?? "its key policy cannot be read" };
  }
  const options = { ownerAccount: account, region, ...trust };
  if (before?.policy === undefined) {
    const { permissions, complete } = analyse(after.policy, options);
    return {
      gained: permissions.filter(isWorthTelling).map(permitted),
      lost: [],
      ...(!complete && { undecided: "its key policy is too intricate to be searched to the end" }),
    };
  }
  const { gained, lost, complete } = compare(before.policy, after.policy, options);
  return {
    gained: gained.map(accessOf),
    lost: lost.map(accessOf),
    ...(!complete && { undecided: "the two key policies are too intricate to be compared to the end" }),
  };
}

/** What a named principal of the owner may do by IAM alone is told once, of its account. */
function isWorthTelling({ zone, explicit, needsIdentityPolicy }: Permission): boolean {
  return !(zone === "owner" && explicit && needsIdentityPolicy);
}

function permitted({ request, ...permission }: Permission): Access {
  return accessOf({ ...permission, witness: request(permission.actions[0] ?? "") });
}

function accessOf({
  zone,
  actions,
  statement,
  witness,
  needsIdentityPolicy,
}: Omit<AccessChange, "principals" | "explicit" | "account">): Access {
  return {
    zone,
    actions,
    statement: nameOf(statement),
    sentence: tellRequest(witness, zone === "arbitrary" ? "anyone" : "named"),
    witness,
    needsIdentityPolicy,
  };
}
