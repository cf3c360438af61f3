/** Permissions as a table in words. */
import Table from "cli-table3";
import { createColors } from "picocolors";
import { administrationActions, useActions } from "../../kms/policy/analyse/actionSets";
import type { Permission } from "../../kms/policy/analyse/analyse";
import { tellCaller, tellCondition } from "../../kms/policy/analyse/tell";
import { nameOf } from "../../kms/policy/evaluate/decide";
import type { Io } from "../io";

/** Draws the table; where nobody can do anything, says so. */
export function permissionTable(
  permissions: readonly Permission[],
  { colors: withColors, columns }: Io,
): string {
  if (permissions.length === 0) return "nobody\n";
  const { bold } = createColors(withColors);
  const widths = [0.26, 0.32, 0.28, 0.14].map((share) => Math.max(14, Math.floor((columns - 5) * share)));
  const table = new Table({
    head: ["Who", "Can", "When", "By"].map((title) => bold(title)),
    colWidths: widths,
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const permission of permissions)
    table.push([
      whoOf(permission),
      actionsOf(permission),
      conditionsOf(permission),
      nameOf(permission.statement),
    ]);
  return `${table.toString()}\n`;
}

/** At most this many names; the rest are counted. */
const MOST_NAMES = 4;

function whoOf({ principals, explicit, zone, account, actions, request }: Permission): string {
  if (!explicit)
    return zone === "arbitrary" ? tellCaller(request(actions[0] ?? ""), "anyone") : zoneName(zone, account);
  const names = principals.slice(0, MOST_NAMES);
  const left = principals.length - names.length;
  return [...names, ...(left > 0 ? [`and ${left} more`] : [])].join("\n");
}

function zoneName(zone: Permission["zone"], account: string): string {
  const standing = {
    owner: "the owner",
    trusted: "trusted",
    named: "not trusted",
    arbitrary: "",
    service: "",
  }[zone];
  return `any principal of account ${account}${standing === "" ? "" : ` (${standing})`}`;
}

function actionsOf({ actions }: Permission): string {
  const uses = actions.filter((action) => useActions.has(action));
  const administers = actions.filter((action) => administrationActions.has(action));
  const others = actions.filter((action) => !useActions.has(action) && !administrationActions.has(action));
  return [
    ...(uses.length === 0 ? [] : [`use: ${namesOf(uses)}`]),
    ...(administers.length === 0 ? [] : [`administer: ${namesOf(administers)}`]),
    ...(others.length === 0 ? [] : [`other: ${namesOf(others)}`]),
  ].join("\n");
}

function namesOf(actions: readonly string[]): string {
  return actions.map((action) => action.slice("kms:".length)).join(", ");
}

function conditionsOf({ statement, needsIdentityPolicy, zone }: Permission): string {
  const where = zone === "owner" ? "an IAM policy of the account" : "an IAM policy of their account";
  return (
    [
      ...statement.conditions.map(tellCondition),
      ...(needsIdentityPolicy ? [`${where} allows it too`] : []),
    ].join("\nand ") || "always"
  );
}
