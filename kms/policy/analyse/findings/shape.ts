/** Statements whose shape gives more than their author is likely to have meant. */
import { expandAction } from "../../../actions";
import { hasWildcard } from "../../../arn";
import type { Statement } from "../../document";
import { administrationActions, useActions } from "../actionSets";
import { type Finding, findingAt } from "../finding";
import { tellRequest } from "../tell";
import { type FindingContext, type Holdings, isDelegation, standingOf } from "./context";

/** Wildcards over administration and use, for anything but the owner's root; NotPrincipal and NotAction; the root user. */
export function shapeFindings({ byAllow }: FindingContext): readonly Finding[] {
  return [...byAllow].flatMap(([{ statement }, holdings]) => [
    ...wildcardFinding(statement, holdings),
    ...negationFinding(statement, holdings),
    ...rootUserFinding(statement, holdings),
  ]);
}

function wildcardFinding(statement: Statement, holdings: Holdings): Finding[] {
  const wide = statement.actions?.find(
    (pattern) => hasWildcard(pattern) && coversBoth(expandAction(pattern)),
  );
  const holding = holdings.find((each) => !isDelegation(each));
  if (wide === undefined || holding === undefined) return [];
  const witness = holding.request(holding.kinds[0]);
  return [
    findingAt(statement, {
      rule: "kms-wildcard-actions",
      severity: "high",
      message: `"${wide}" covers administration and use: ${tellRequest(witness, standingOf(holding))}`,
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

function negationFinding(statement: Statement, [holding]: Holdings): Finding[] {
  const element =
    statement.notPrincipal !== undefined
      ? "NotPrincipal"
      : statement.notActions !== undefined
        ? "NotAction"
        : undefined;
  if (element === undefined) return [];
  const witness = holding.request(holding.kinds[0]);
  return [
    findingAt(statement, {
      rule: "kms-not-principal",
      severity: "high",
      message: `Allow with ${element} allows everything that it does not list: ${tellRequest(witness, standingOf(holding))}`,
      remediation: `name what is allowed in ${element.slice(3)} instead`,
      witness,
    }),
  ];
}

/** A statement that only the root user meets: its use cannot be given to a role, and root should do no daily work. */
function rootUserFinding(statement: Statement, holdings: Holdings): Finding[] {
  const members = holdings.flatMap(({ party }) => party.members);
  if (!members.every(({ principal }) => principal.endsWith(":root"))) return [];
  const [holding] = holdings;
  const witness = holding.request(holding.kinds[0]);
  return [
    findingAt(statement, {
      rule: "kms-root-user",
      severity: "medium",
      message: `only the root user meets this statement: ${tellRequest(witness)}`,
      remediation: "let a role do this; the account root in Principal alone already lets IAM policies decide",
      witness,
    }),
  ];
}
