import { describeError } from "../awsErrors";
import { propertiesOf } from "../check";
import type { Context } from "../context";
import { differences } from "../diff";
import { parsePath } from "../propertyPath";
import type { Change, Resource } from "../resource";
import { changeTags } from "../tags";
import { isObject, type Properties } from "../values";
import { PartialFailure } from "./partialFailure";
import { settled } from "./settled";
import { stateOf, withoutNulls } from "./state";

/** What a resource will be once changed: what AWS decided before stays. */
export function previewUpdate(
  resource: Resource,
  state: Properties,
  news: Properties,
  ignored: readonly string[],
): Properties {
  return afterwards(resource, state, withIgnored(state, news, ignored));
}

/**
 * Changes a resource and reads it back.
 * @throws PartialFailure with the resource as it is then
 */
export async function updateResource(
  resource: Resource,
  context: Context,
  id: string,
  state: Properties,
  news: Properties,
  ignored: readonly string[],
): Promise<Properties> {
  const inputs = withIgnored(state, news, ignored);
  const { changed } = differences(resource, state, inputs, ignored);
  const change: Change = {
    inputs,
    state,
    changed: (...names) => names.some((name) => changed.has(name)),
  };
  const known = afterwards(resource, state, inputs);
  try {
    await resource.update?.(context, id, change);
    if (resource.tagging !== undefined && change.changed("tags", "tagsAll")) {
      await changeTags(resource.tagging, context, id, change);
    }
    return await settled(resource, context, id, known, inputs);
  } catch (error) {
    const reported = await resource.read(context, id, state).catch(() => undefined);
    if (reported === undefined) throw error;
    throw new PartialFailure(describeError(error), id, stateOf(resource, context, id, state, reported), news);
  }
}

function afterwards(resource: Resource, state: Properties, inputs: Properties): Properties {
  const result: Properties = { ...state };
  for (const [name, { output, computed }] of Object.entries(propertiesOf(resource))) {
    if (output === true) continue;
    if (inputs[name] !== undefined) result[name] = inputs[name];
    else if (computed !== true) result[name] = null;
  }
  return withoutNulls(result);
}

/** The inputs, with what the program ignores as it is. */
function withIgnored(state: Properties, news: Properties, ignored: readonly string[]): Properties {
  const result = { ...news };
  for (const path of ignored) {
    const [name, ...rest] = parsePath(path);
    if (typeof name !== "string") continue;
    const is = state[name];
    const wanted = news[name];
    const key = rest[0];
    if (rest.length === 1 && typeof key === "string" && isObject(is) && isObject(wanted)) {
      result[name] = withoutNulls({ ...wanted, [key]: is[key] ?? null });
    } else result[name] = is ?? null;
  }
  return withoutNulls(result);
}
