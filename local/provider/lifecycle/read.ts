import type { Context } from "../context";
import type { Resource } from "../resource";
import type { Properties } from "../values";
import { inputsOf, stateOf } from "./state";

/** A resource as AWS has it. */
export interface Found {
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}

/** Reads a resource; undefined where there is none. */
export async function readResource(
  resource: Resource,
  context: Context,
  id: string,
  before: Properties,
  inputs: Properties,
): Promise<Found | undefined> {
  const reported = await resource.read(context, id, before);
  if (reported === undefined) return undefined;
  const ownId = typeof reported.id === "string" ? reported.id : id;
  const known = Object.keys(before).length === 0 ? inputs : before;
  const state = stateOf(resource, context, ownId, known, reported);
  return { id: ownId, state, inputs: inputsOf(resource, state, inputs) };
}
