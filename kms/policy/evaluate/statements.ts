/** Whether a statement applies to a request, and if not, where it stops. */
import type { Condition, Statement } from "../document";
import { conditionHolds } from "./conditions";
import { fits } from "./pattern";
import { reachOf, type Reach } from "./principals";
import type { Request } from "./request";
import type { Lookup } from "./variables";

/** What became of a statement. */
export type Outcome =
  | { readonly applies: true; readonly reach: Exclude<Reach, "none"> }
  | { readonly applies: false; readonly missed: "principal" | "action" | "resource" | "effect" }
  | { readonly applies: false; readonly missed: "condition"; readonly condition: Condition };

/** Tests a statement against a request, whatever its effect. */
export function outcomeOf(
  statement: Statement,
  version: string | undefined,
  request: Request,
  lookup: Lookup,
): Outcome {
  if (statement.ineffective !== undefined) return { applies: false, missed: "effect" };
  const reach = reachOf(statement, request);
  if (reach === "none") return { applies: false, missed: "principal" };
  if (!coversAction(statement, request.action)) return { applies: false, missed: "action" };
  if (!coversResource(statement, request.resource)) return { applies: false, missed: "resource" };
  const unmet = statement.conditions.find((condition) => !conditionHolds(condition, version, lookup));
  return unmet === undefined
    ? { applies: true, reach }
    : { applies: false, missed: "condition", condition: unmet };
}

/** Actions compare without regard to case. */
export function coversAction({ actions, notActions }: Statement, action: string): boolean {
  if (actions !== undefined) return anyFits(actions, action);
  return notActions !== undefined && !anyFits(notActions, action);
}

/**
 * A key policy speaks of its own key: `*` or its ARN. A statement without `Resource` speaks of nothing.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function coversResource({ resources, notResources }: Statement, keyArn: string): boolean {
  if (resources !== undefined) return resources.some((resource) => fits(resource, keyArn));
  return notResources !== undefined && !notResources.some((resource) => fits(resource, keyArn));
}

function anyFits(patterns: readonly string[], action: string): boolean {
  const lower = action.toLowerCase();
  return patterns.some((pattern) => fits(pattern.toLowerCase(), lower));
}
