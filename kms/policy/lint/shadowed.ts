/** Allow statements that a Deny takes back whole. */
import type { KeyPolicy, Statement } from "../document";
import { effectiveActions } from "./actions";
import type { Remark } from "./finding";

/** What an unconditional Deny denies to everybody. */
interface Denial {
  readonly index: number;
  readonly actions: ReadonlySet<string>;
}

/** The checks of one policy: says so where an unconditional Deny for everybody covers every action of an Allow statement. */
export function shadowedRemarks({ statements }: KeyPolicy): (statement: Statement) => Remark[] {
  const denials = widest(statements.filter(deniesEverybody));
  return (statement) => {
    if (statement.effect !== "Allow" || statement.ineffective !== undefined || denials.length === 0)
      return [];
    const allowed = effectiveActions(statement);
    const denial = denials.find(({ actions }) => allowed.every((action) => actions.has(action)));
    if (denial === undefined || allowed.length === 0) return [];
    return [
      {
        severity: "low",
        message: `the statement has no effect: statement ${denial.index + 1} denies all of it to everybody`,
        remediation: "remove one of the two statements",
        noEffect: true,
      },
    ];
  };
}

/** The denials that no earlier one covers: however many statements there are, few are left to compare. */
function widest(statements: readonly Statement[]): Denial[] {
  const kept: Denial[] = [];
  for (const statement of statements) {
    const actions = effectiveActions(statement);
    if (!kept.some((denial) => actions.every((action) => denial.actions.has(action)))) {
      kept.push({ index: statement.index, actions: new Set(actions) });
    }
  }
  return kept;
}

function deniesEverybody({ effect, principal, conditions, resources, ineffective }: Statement): boolean {
  if (effect !== "Deny" || ineffective !== undefined || conditions.length > 0) return false;
  return principal?.anyone === true && resources?.includes("*") === true;
}
