/** Statements whose shape gives more than their author is likely to have meant. */
import { expandAction } from "../../../actions";
import { hasWildcard } from "../../../arn";
import type { Statement } from "../../document";
import type { Request } from "../../evaluate/request";
import { administrationActions, useActions } from "../actionSets";
import { type Finding, findingAt } from "../finding";
import type { Holding } from "../holdings";
import { tellRequest } from "../tell";
import { type FindingContext, isDelegation, standingOf } from "./context";

/** Wildcards over administration and use, for anything but the owner's root; NotPrincipal and NotAction; the root user. */
export function shapeFindings({ byAllow }: FindingContext): readonly Finding[] {
  return [...byAllow].flatMap(([{ statement }, holdings]) => [
    ...wildcardFinding(statement, holdings),
    ...negationFinding(statement, holdings),
    ...rootUserFinding(statement, holdings),
  ]);
}

function wildcardFinding(statement: Statement, holdings: readonly Holding[]): Finding[] {
  const wide = (statement.actions ?? []).find(
    (pattern) => hasWildcard(pattern) && coversBoth(expandAction(pattern)),
  );
  if (wide === undefined) return [];
  const [told, witness] = tellOne(holdings.filter((holding) => !isDelegation(holding)));
  if (witness === undefined) return [];
  return [
    findingAt(statement, {
      rule: "kms-wildcard-actions",
      severity: "high",
      message: `"${wide}" covers administration and use: ${told}`,
      remediation: "list the actions that these principals need; kms:* is for the account's own root",
      witness,
    }),
  ];
}

function coversBoth(actions: readonly string[]): boolean {
  return (
    actions.some((action) => administrationActions.has(action)) &&
    actions.some((action) => useActions.has(action))
  );
}

function negationFinding(statement: Statement, holdings: readonly Holding[]): Finding[] {
  const element =
    statement.notPrincipal !== undefined
      ? "NotPrincipal"
      : statement.notActions !== undefined
        ? "NotAction"
        : undefined;
  if (element === undefined) return [];
  const [told, witness] = tellOne(holdings);
  if (witness === undefined) return [];
  return [
    findingAt(statement, {
      rule: "kms-not-principal",
      severity: "high",
      message: `Allow with ${element} allows everything that it does not list: ${told}`,
      remediation: `name what is allowed in ${element.slice(3)} instead`,
      witness,
    }),
  ];
}

/** A statement that only the root user meets: its use cannot be given to a role, and root should do no daily work. */
function rootUserFinding(statement: Statement, holdings: readonly Holding[]): Finding[] {
  const members = holdings.flatMap(({ party }) => party.members);
  if (members.length === 0 || !members.every(({ principal }) => principal.endsWith(":root"))) return [];
  const [told, witness] = tellOne(holdings);
  if (witness === undefined) return [];
  return [
    findingAt(statement, {
      rule: "kms-root-user",
      severity: "medium",
      message: `only the root user meets this statement: ${told}`,
      remediation: "let a role do this; the account root in Principal alone already lets IAM policies decide",
      witness,
    }),
  ];
}

/** The first thing that one of the holders can do, in words, and the request. */
function tellOne([holding]: readonly Holding[]): readonly [told: string, witness: Request | undefined] {
  const [kind] = holding?.kinds ?? [];
  if (holding === undefined || kind === undefined) return ["", undefined];
  const witness = holding.request(kind);
  return [tellRequest(witness, standingOf(holding)), witness];
}
