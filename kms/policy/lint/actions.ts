/** Checks of `Action` and `NotAction`. */
import { expandAction, fitsUsage, kmsActions, worksAcrossAccounts } from "../../actions";
import { nearest } from "../../nearest";
import type { Statement } from "../document";
import type { LintOptions, Remark } from "./finding";
import { isOnlyOfOtherAccounts, namesOtherAccount } from "./principals";

const names = kmsActions.map(({ name }) => name);
const ofKeys = new Set(kmsActions.filter(({ usesKey }) => usesKey).map(({ name }) => name));

/** What is wrong with a statement's actions. */
export function actionRemarks(statement: Statement, options: LintOptions): Remark[] {
  const written = writtenActions(statement);
  return [
    ...unknownActions(statement).map(unknownRemark),
    ...written.flatMap((pattern) => keylessRemark(pattern)),
    ...written.flatMap((pattern) => usageRemark(pattern, options)),
    ...crossAccountRemark(statement, options),
    ...nothingLeftRemark(statement, options),
  ];
}

/** The actions, as written, that KMS does not have; wildcards that stand for none of its actions too. */
export function unknownActions(statement: Statement): string[] {
  return writtenActions(statement).filter((pattern) => expandAction(pattern).length === 0);
}

/**
 * The actions that the statement gives to another account in vain. Only those it singles out: `kms:*` for another account
 * means what works there.
 */
export function crossAccountActions(statement: Statement, { ownerAccount }: LintOptions): string[] {
  if (statement.effect !== "Allow" || ownerAccount === undefined) return [];
  if (statement.ineffective !== undefined || !namesOtherAccount(statement, ownerAccount)) return [];
  return (statement.actions ?? [])
    .map((pattern) => expandAction(pattern).filter(concernsKey))
    .filter((actions) => !actions.some(worksAcrossAccounts))
    .flat();
}

/** The actions of the statement that a key policy can decide, on a key of the given usage where one is given. */
export function effectiveActions(
  { actions, notActions }: Statement,
  { keyUsage }: LintOptions = {},
): readonly string[] {
  const excluded = new Set((notActions ?? []).flatMap((pattern) => expandAction(pattern)));
  const all =
    actions?.flatMap((pattern) => expandAction(pattern)) ?? names.filter((name) => !excluded.has(name));
  return all.filter((name) => concernsKey(name) && (keyUsage === undefined || fitsUsage(name, keyUsage)));
}

function unknownRemark(action: string): Remark {
  const prefix = action.slice(0, action.indexOf(":") + 1).toLowerCase();
  if (prefix !== "" && prefix !== "kms:") {
    return {
      message: `"${action}" is no action of AWS KMS, and a key policy has a say in no other`,
      remediation: "remove it, or move it to the policy of its own service or to an IAM policy",
    };
  }
  const meant = nearest(prefix === "" ? `kms:${action}` : action, names);
  return {
    message: `AWS KMS has no action "${action}"`,
    remediation: meant === undefined ? "remove it" : `did you mean "${meant}"?`,
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html: "Policy type: IAM policy". */
function keylessRemark(pattern: string): Remark[] {
  const actions = expandAction(pattern);
  if (actions.length === 0 || actions.some(concernsKey)) return [];
  return [
    {
      severity: "low",
      message: `"${pattern}" concerns no key, so a key policy has no say in it`,
      remediation: "remove it here and allow it in an IAM policy",
    },
  ];
}

function usageRemark(pattern: string, { keyUsage }: LintOptions): Remark[] {
  const actions = expandAction(pattern).filter(concernsKey);
  if (keyUsage === undefined || actions.length === 0 || actions.some((name) => fitsUsage(name, keyUsage)))
    return [];
  const needed = kmsActions.filter(({ name }) => actions.includes(name));
  const usages = [...new Set(needed.flatMap((action) => action.usages ?? []))];
  return [
    {
      message: `a key for ${keyUsage} cannot serve "${pattern}", which needs one for ${usages.join(" or ")}`,
      remediation: "remove it, or name the actions that this key serves",
    },
  ];
}

function crossAccountRemark(statement: Statement, options: LintOptions): Remark[] {
  const actions = crossAccountActions(statement, options);
  if (actions.length === 0) return [];
  return [
    {
      rule: "kms-cross-account-ineffective",
      severity: "low",
      message: `${actions.join(", ")} never ${actions.length === 1 ? "works" : "work"} from another account`,
      remediation: "remove the other accounts' principals, or have a role of the key's own account assumed",
    },
  ];
}

/** Says that nothing of the statement is left; why has been said of each action already. */
function nothingLeftRemark(statement: Statement, options: LintOptions): Remark[] {
  const effective = effectiveActions(statement, options);
  const { ownerAccount } = options;
  const away =
    statement.effect === "Allow" &&
    ownerAccount !== undefined &&
    isOnlyOfOtherAccounts(statement, ownerAccount);
  if (effective.some((name) => !away || worksAcrossAccounts(name))) return [];
  return [
    {
      severity: "low",
      message: "the statement has no effect: none of its actions can ever be done under it",
      remediation: "remove the statement, or mend its actions",
      noEffect: true,
    },
  ];
}

function writtenActions({ actions = [], notActions = [] }: Statement): string[] {
  return [...new Set([...actions, ...notActions])];
}

function concernsKey(name: string): boolean {
  return ofKeys.has(name);
}
