/** Allow statements that a Deny takes back whole. */
import type { KeyPolicy, Statement } from "../document";
import { effectiveActions } from "./actions";
import type { Remark } from "./finding";

/** Says so where an unconditional Deny for everybody covers every action of an Allow statement. */
export function shadowedRemarks(statement: Statement, { statements }: KeyPolicy): Remark[] {
  if (statement.effect !== "Allow" || statement.ineffective !== undefined) return [];
  const allowed = effectiveActions(statement);
  if (allowed.length === 0) return [];
  const deny = statements.filter(deniesEverybody).find((other) => {
    const denied = new Set(effectiveActions(other));
    return allowed.every((action) => denied.has(action));
  });
  if (deny === undefined) return [];
  return [
    {
      severity: "low",
      message: `the statement has no effect: statement ${deny.index + 1} denies all of it to everybody`,
      remediation: "remove one of the two statements",
      noEffect: true,
    },
  ];
}

function deniesEverybody({ effect, principal, conditions, resources, ineffective }: Statement): boolean {
  const everybody = principal?.anyone === true;
  return (
    effect === "Deny" &&
    ineffective === undefined &&
    everybody &&
    conditions.length === 0 &&
    resources?.includes("*") === true
  );
}
