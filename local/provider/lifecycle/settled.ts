import type { Context } from "../context";
import { differences } from "../diff";
import type { Resource } from "../resource";
import type { Properties } from "../values";
import { GaveUp, until } from "../waiting";
import { stateOf } from "./state";

/** Seconds in which AWS should see a resource that it made. */
const APPEARANCE = 120;
/** Seconds in which AWS should see the changes that it took; what it tells then is the state. */
const SPREADING = 30;
const SPREADING_LOCALLY = 1;

/**
 * Reads a resource until it is what was asked for, as most AWS services see a change only after a while.
 * @param known what is known of it besides
 * @throws GaveUp where it does not appear
 */
export async function settled(
  resource: Resource,
  context: Context,
  id: string,
  known: Properties,
  inputs: Properties,
): Promise<Properties> {
  const start = Date.now();
  const seconds = (): number => (Date.now() - start) / 1_000;
  return until(context.signal, `${id} to be as asked for`, async () => {
    const reported = await resource.read(context, id, known);
    if (reported === undefined) {
      if (seconds() > (context.isLocal ? SPREADING_LOCALLY : APPEARANCE)) {
        throw new GaveUp(`${id} was made, but AWS does not show it`);
      }
      return undefined;
    }
    const state = stateOf(resource, context, id, known, reported);
    const isDone = differences(resource, state, inputs, []).details.length === 0;
    return isDone || seconds() > (context.isLocal ? SPREADING_LOCALLY : SPREADING) ? state : undefined;
  });
}
