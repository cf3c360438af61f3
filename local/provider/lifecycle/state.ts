/** The state of a resource: what AWS tells, with what only the program knows. */
import { DEFAULTS, propertiesOf } from "../check";
import type { Context } from "../context";
import type { Resource } from "../resource";
import { tagsAsRead } from "../tags";
import { isSame, isZero, type Properties } from "../values";

/**
 * Merges what AWS reports into what was known before.
 * @param before the state as last seen, or the inputs of a resource just made
 * @param reported a handler's answer: what it leaves out stays, null is nothing
 */
export function stateOf(
  resource: Resource,
  context: Context,
  id: string,
  before: Properties,
  reported: Properties,
): Properties {
  const state: Properties = {};
  for (const [name, property] of Object.entries(propertiesOf(resource))) {
    if (property.writeOnly === true) continue;
    const was = before[name] ?? null;
    const is = name in reported ? (reported[name] ?? null) : undefined;
    const keeps = is === undefined || (property.keepsForm === true && property.same?.(was, is) === true);
    state[name] = keeps ? was : is;
  }
  if (resource.global !== true) state.region = context.region;
  if (resource.tagging !== undefined) {
    Object.assign(state, tagsAsRead(reported.tagsAll ?? before.tagsAll, before.tags, context.settings));
  }
  return { ...withoutNulls(state), id };
}

/**
 * The inputs of a resource that was refreshed: those that the program wrote, with the values that AWS has now. For one
 * that is imported: everything that differs from what the provider would take by itself.
 */
export function inputsOf(resource: Resource, state: Properties, before: Properties): Properties {
  const isImport = Object.keys(before).length === 0;
  const inputs: Properties = { [DEFAULTS]: before[DEFAULTS] ?? [] };
  for (const [name, property] of Object.entries(propertiesOf(resource))) {
    const was = before[name] ?? null;
    const is = state[name] ?? null;
    if (property.output === true || is === null) continue;
    if (isImport) {
      const byItself = isZero(is) || (property.default !== undefined && isSame(is, property.default));
      if (!byItself && name !== "tagsAll") inputs[name] = is;
    } else if (was !== null) {
      inputs[name] = property.same?.(was, is) === true ? was : is;
    }
  }
  return inputs;
}

/** Properties that have a value. */
export function withoutNulls(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
