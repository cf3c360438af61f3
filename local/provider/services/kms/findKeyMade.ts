import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import type { Resource } from "../../resource";
import { isSame, type Properties } from "../../values";
import { samePolicy } from "../../policies";
import { keysMadeSince } from "./keys";

/** What is set when a key is made, before anything else is done to it. */
const SET_AT_BIRTH = [
  "customerMasterKeySpec",
  "keySpec",
  "keyUsage",
  "multiRegion",
  "description",
  "tagsAll",
];

/** The key that an interrupted creation made: young enough, and with all that it was to be made with. */
export async function findKeyMade(
  resource: Resource,
  context: Context,
  inputs: Properties,
  since: Date,
): Promise<string | undefined> {
  for (const id of await keysMadeSince(context, since)) {
    const found = await resource.read(context, id, {}).catch(unlessRefused);
    if (found !== undefined && isAsMade(found, inputs)) return id;
  }
  return undefined;
}

/** Passes over keys of other kinds (replicas), which `read` refuses, and those that the caller may not read. */
function unlessRefused(error: unknown): undefined {
  const isFromAws = error instanceof Error && "$metadata" in error;
  if (isFromAws && !isAwsError(error, "AccessDeniedException")) throw error;
}

function isAsMade(found: Properties, inputs: Properties): boolean {
  const isEqual = (name: string): boolean =>
    inputs[name] === undefined || isSame(found[name] ?? null, inputs[name]);
  const hasPolicy = inputs.policy === undefined || samePolicy(found.policy ?? null, inputs.policy);
  return hasPolicy && SET_AT_BIRTH.every(isEqual);
}
