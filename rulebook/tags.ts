/** Tags that have to be there. */
import type { Tags } from "./facts";
import { pass, type Verdict, violation } from "./verdict";

/** A violation naming each of the `required` tags that is missing or has no value; tag keys count with their case. */
export function missingTags(tags: Tags, required: readonly string[]): Verdict {
  const missing = required.filter((key) => (tags[key] ?? "").trim() === "");
  if (missing.length === 0) return pass;
  const [noun, verb] = missing.length === 1 ? ["tag", "is"] : ["tags", "are"];
  return violation(`the ${noun} ${missing.join(", ")} ${verb} missing or empty`);
}

/** The value of the first of these tags that is set, tag keys in whatever case. */
export function tagValue(tags: Tags, ...keys: readonly string[]): string | undefined {
  const wanted = keys.map((key) => key.toLowerCase());
  return Object.entries(tags).find(([key, value]) => wanted.includes(key.toLowerCase()) && value !== "")?.[1];
}
