/** Tags: what the program wrote, what the provider's configuration adds, and what AWS has. */
import type { Context } from "./context";
import type { ProviderSettings } from "./configuration/settings";
import type { Change, Tagging } from "./resource";
import type { Property } from "./property";
import { textMap } from "./read";
import { hasUnknown, isObject, type Properties, UNKNOWN, type Value } from "./values";

/** The properties that every resource type with tags has. */
export const tagProperties = {
  tags: { type: "map" },
  tagsAll: { type: "map" },
} satisfies Record<string, Property>;

/** Everything AWS will see: default tags of the provider and the resource's own, less the ignored ones. */
export function allTags(tags: Value | undefined, settings: ProviderSettings): Value {
  if (tags !== undefined && hasUnknown(tags)) return UNKNOWN;
  return withoutIgnored({ ...settings.defaultTags, ...(isObject(tags) ? tags : {}) }, settings);
}

/** The tags that concern this program, of those that AWS has: no `aws:` ones, no ignored ones. */
export function ownTags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries(
    (tags ?? []).flatMap(({ Key = "", Value = "" }) =>
      Key === "" || Key.startsWith("aws:") ? [] : [[Key, Value]],
    ),
  );
}

/**
 * The two tag properties of a resource as read: `tagsAll` is what AWS has, `tags` leaves out what comes from the
 * provider's default tags, unless the program writes that tag itself.
 */
export function tagsAsRead(
  tagsAll: Value | undefined,
  written: Value | undefined,
  settings: ProviderSettings,
): Properties {
  const present = withoutIgnored(isObject(tagsAll) ? tagsAll : {}, settings);
  const own = isObject(written) ? written : {};
  const tags = Object.fromEntries(
    Object.entries(present).filter(([key, value]) => settings.defaultTags[key] !== value || key in own),
  );
  return { tags, tagsAll: present };
}

/** The tags of a resource in the form of most AWS services. */
export function tagList(inputs: Properties): { Key: string; Value: string }[] {
  return Object.entries(textMap(inputs, "tagsAll") ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** Applies the difference between the tags that AWS has and those that it should have. */
export async function changeTags(
  tagging: Tagging,
  context: Context,
  id: string,
  { inputs, state }: Change,
): Promise<void> {
  const wanted = textMap(inputs, "tagsAll") ?? {};
  const present = textMap(state, "tagsAll") ?? {};
  const surplus = Object.keys(present).filter((key) => !(key in wanted));
  const missing = Object.entries(wanted).filter(([key, value]) => present[key] !== value);
  if (surplus.length > 0) await tagging.remove(context, id, surplus, state);
  const kept = Object.fromEntries(Object.entries(present).filter(([key]) => !surplus.includes(key)));
  if (missing.length > 0) {
    await tagging.set(context, id, Object.fromEntries(missing), { ...state, tagsAll: kept });
  }
}

/** What is wrong with tags. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export function tagProblem(tags: Value): string | undefined {
  if (!isObject(tags)) return undefined;
  for (const [key, value] of Object.entries(tags)) {
    if (key.toLowerCase().startsWith("aws:"))
      return `tag "${key}": keys that begin with "aws:" are AWS's own`;
    if (key.length < 1 || key.length > 128) return `tag "${key}": a key has 1 to 128 characters`;
    if (typeof value === "string" && value.length > 256)
      return `tag "${key}": a value has at most 256 characters`;
  }
  return undefined;
}

function withoutIgnored(tags: Properties, { ignoredTags }: ProviderSettings): Properties {
  return Object.fromEntries(
    Object.entries(tags).filter(
      ([key]) =>
        !ignoredTags.keys.includes(key) && !ignoredTags.keyPrefixes.some((prefix) => key.startsWith(prefix)),
    ),
  );
}
