/** {@link KeyPolicy} -> the plain JSON that AWS takes. */
import type {
  JsonPolicy,
  JsonPrincipal,
  JsonStatement,
  KeyPolicy,
  PrincipalSet,
  Statement,
} from "./document";

/**
 * Writes a policy: one value stands alone, several in a list. Reading it again gives the same policy, unless reading had
 * to note something: see `refuseNotes`.
 */
export function toJsonPolicy({ version, id, statements }: KeyPolicy): JsonPolicy {
  return {
    Version: version ?? "2008-10-17",
    ...(id !== undefined && { Id: id }),
    Statement: statements.map(toJsonStatement),
  };
}

/** Writes one statement. */
export function toJsonStatement(statement: Statement): JsonStatement {
  const { sid, effect, principal, notPrincipal, actions, notActions, resources, notResources, conditions } =
    statement;
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principal !== undefined && { Principal: principals(principal) }),
    ...(notPrincipal !== undefined && { NotPrincipal: principals(notPrincipal) }),
    ...(actions !== undefined && { Action: oneOrAll(actions) }),
    ...(notActions !== undefined && { NotAction: oneOrAll(notActions) }),
    ...(resources !== undefined && { Resource: oneOrAll(resources) }),
    ...(notResources !== undefined && { NotResource: oneOrAll(notResources) }),
    ...(conditions.length > 0 && { Condition: conditionBlock(statement) }),
  };
}

function principals({ anyone, ...byType }: PrincipalSet): JsonPrincipal {
  if (anyone) return "*";
  const named = Object.entries(byType).filter(([, names]) => names.length > 0);
  return Object.fromEntries(named.map(([type, names]) => [type, oneOrAll(names)]));
}

function conditionBlock({ conditions }: Statement): NonNullable<JsonStatement["Condition"]> {
  const operators = [...new Set(conditions.map(({ operator }) => operator))];
  return Object.fromEntries(
    operators.map((operator) => [
      operator,
      Object.fromEntries(
        conditions
          .filter((condition) => condition.operator === operator)
          .map(({ key, values }) => [key, oneOrAll(values)]),
      ),
    ]),
  );
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? values) : values;
}
