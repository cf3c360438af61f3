/** Who can do what with a key, for reports. */
import { accountOf } from "../../kms/arn";
import type { Permission } from "../../kms/policy/analyse/analyse";
import { tellCaller, tellCondition, tellRequest } from "../../kms/policy/analyse/tell";
import { nameOf } from "../../kms/policy/evaluate/decide";
import type { Request } from "../../kms/policy/evaluate/request";
import type { KeyFacts } from "../../rulebook/facts";
import { analysisOf, judgedPolicy, type Trust } from "../../rulebook/policy/analysis";
import type { KeyReport, PermissionReport } from "./report";

type Access = Pick<KeyReport, "access" | "permissions" | "sharedWith">;

/** At most this many names in a sentence; the rest are counted. */
const MOST_NAMES = 3;

/** Who can do what by the key policy, and which accounts it and the grants let in. */
export function accessOf(
  key: KeyFacts | undefined,
  grantees: readonly string[],
  trust: Trust | undefined,
): Access {
  if (key === undefined) return { access: null, permissions: [], sharedWith: others(grantees, key) };
  const judged = judgedPolicy(key);
  if ("verdict" in judged) return { access: null, permissions: [], sharedWith: others(grantees, key) };
  const { access, permissions } = analysisOf(judged, trust);
  const named = permissions.filter(({ zone }) => zone === "named" || zone === "trusted");
  return {
    access,
    permissions: permissions
      .filter((permission) => !isToldOfAccount(permission, permissions))
      .map((permission) => permissionReport(permission, key.resource.id)),
    sharedWith: others([...named.map(({ account }) => account), ...grantees], key),
  };
}

/** What a statement gives to any principal of an account, given an IAM policy, need not be told of each that the policy names elsewhere. */
function isToldOfAccount(one: Permission, all: readonly Permission[]): boolean {
  if (!one.explicit || !one.needsIdentityPolicy) return false;
  return all.some(
    ({ explicit, statement, account, zone, actions }) =>
      !explicit &&
      zone === one.zone &&
      statement === one.statement &&
      account === one.account &&
      one.actions.every((action) => actions.includes(action)),
  );
}

function permissionReport(permission: Permission, arn: string): PermissionReport {
  const { principals, explicit, zone, account, actions, needsIdentityPolicy, statement } = permission;
  const witness = permission.request(actions[0] ?? "kms:Decrypt");
  const standing = zone === "arbitrary" ? "anyone" : "named";
  return {
    principals: [...principals],
    explicit,
    zone,
    account,
    who: whoOf(permission),
    actions: shared(actions),
    conditions: statement.conditions.map(tellCondition),
    needsIdentityPolicy,
    statement: nameOf(statement),
    witness: plainRequest(witness, arn),
    told: tellRequest(witness, standing),
  };
}

/**
 * A request as reports hold it.
 * @param arn of the key that it is about: the analysis of a policy does not know it
 */
export function plainRequest(
  { context, ...request }: Request,
  arn: string | undefined,
): PermissionReport["witness"] {
  const plain = Object.entries(context).map(([key, value]) => [
    key,
    typeof value === "string" ? value : [...value],
  ]);
  return {
    ...request,
    ...(arn !== undefined && { resource: arn }),
    context: Object.fromEntries(plain) as PermissionReport["witness"]["context"],
  };
}

function whoOf({ principals, explicit, zone, account, actions, request }: Permission): string {
  if (!explicit)
    return zone === "arbitrary"
      ? tellCaller(request(actions[0] ?? "kms:Decrypt"), "anyone")
      : `any principal of account ${account}`;
  const left = principals.length - MOST_NAMES;
  return [...principals.slice(0, MOST_NAMES), ...(left > 0 ? [`${left} more`] : [])].join(", ");
}

function others(principals: readonly string[], key: KeyFacts | undefined): string[] {
  const accounts = principals.flatMap((principal) => accountOf(principal) ?? []);
  return [...new Set(accounts)].filter((account) => account !== key?.ownerAccount).sort();
}

// Ten thousand keys have few different lists of actions: each is kept once.
const lists = new Map<string, string[]>();

function shared(actions: readonly string[]): string[] {
  const text = actions.join();
  const known = lists.get(text) ?? [...actions];
  lists.set(text, known);
  return known;
}
