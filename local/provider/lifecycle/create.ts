import { describeError, isAwsError, wasAnswered } from "../awsErrors";
import { propertiesOf } from "../check";
import type { Context } from "../context";
import type { Resource } from "../resource";
import { type Properties, UNKNOWN } from "../values";
import { PartialFailure } from "./partialFailure";
import { settled } from "./settled";
import { stateOf } from "./state";
import { type Noted, takeOver } from "./takeOver";

/** A resource just made. */
export interface Made {
  readonly id: string;
  readonly state: Properties;
}

/** What a resource will be: its inputs; what AWS decides is unknown. */
export function previewResource(resource: Resource, inputs: Properties): Properties {
  const state: Properties = {};
  for (const [name, { output, computed }] of Object.entries(propertiesOf(resource))) {
    const value = inputs[name];
    if (value !== undefined) state[name] = value;
    else if (output === true || computed === true) state[name] = UNKNOWN;
  }
  return { ...state, ...resource.preview?.(inputs) };
}

/**
 * Makes a resource, completes it and reads it back.
 * @throws PartialFailure with the id where it exists but could not be completed, so that it is not lost
 */
export async function createResource(
  resource: Resource,
  context: Context,
  inputs: Properties,
  { journal, urn }: Noted,
): Promise<Made> {
  const made = await createOrTakeOver(resource, context, inputs, { journal, urn });
  const { id, outputs } = typeof made === "string" ? { id: made, outputs: {} } : made;
  const known = { ...inputs, ...outputs };
  try {
    await resource.finish?.(context, id, inputs);
    return { id, state: await settled(resource, context, id, known, inputs) };
  } catch (error) {
    const state = await stateAfterFailure(resource, context, id, inputs, known);
    throw new PartialFailure(describeError(error), id, state, inputs);
  }
}

async function createOrTakeOver(
  resource: Resource,
  context: Context,
  inputs: Properties,
  { journal, urn }: Noted,
): Promise<string | { id: string; outputs: Properties }> {
  const before = await takeOver(resource, context, inputs, { journal, urn });
  if (before !== undefined) return before;
  const interrupted = journal.interrupted(urn, inputs);
  journal.begin(urn, inputs);
  try {
    const made = await resource.create(context, inputs);
    if (typeof made === "string") journal.made(urn, made);
    return made;
  } catch (error) {
    // What a killed run asked for may have come into being only now.
    if (interrupted !== undefined && isAwsError(error, "AlreadyExistsException")) {
      const late = await resource.findMade?.(context, inputs, new Date(interrupted.since));
      if (late !== undefined) {
        journal.made(urn, late);
        return late;
      }
    }
    // AWS said no, so nothing was made; without an answer something may have been.
    if (wasAnswered(error)) journal.settle(urn);
    throw error;
  }
}

async function stateAfterFailure(
  resource: Resource,
  context: Context,
  id: string,
  inputs: Properties,
  known: Properties,
): Promise<Properties> {
  const reported = await resource.read(context, id, known).catch(() => undefined);
  if (reported !== undefined) return stateOf(resource, context, id, known, reported);
  // Nothing is known of what can be changed, so that the next update sets all of it again; what cannot be changed is
  // as it was asked for, or the resource would be replaced.
  const table = propertiesOf(resource);
  const fixed = Object.entries(known).filter(
    ([name]) => table[name]?.forceNew === true || table[name]?.output === true || name === "region",
  );
  return { ...Object.fromEntries(fixed), ...deletionSettings(inputs), id };
}

/** What only the provider knows and `delete` needs. */
function deletionSettings({ deletionWindowInDays }: Properties): Properties {
  return deletionWindowInDays === undefined ? {} : { deletionWindowInDays };
}
