/** Names for what the program leaves unnamed, as Pulumi's providers make them. */
import { createHash, randomBytes } from "node:crypto";
import type { Property } from "./property";

/** What a name is made of. */
export interface Naming {
  /** The resource's name in the program. */
  readonly resourceName: string;
  /** The engine's seed: the same name comes from it at preview and at update. Empty where the engine gives none. */
  readonly seed: Uint8Array;
  /** The project's own naming: https://www.pulumi.com/docs/iac/concepts/resources/names/#customizing-automatic-naming */
  readonly mode: "default" | "propose" | "enforce" | "disable";
  readonly proposed: string;
}

/** A name (`alias/orders-1a2b3c4`), or why none can be made. */
export function uniqueName(
  { prefix = "", suffix = "", maxLength, lowerCase }: NonNullable<Property["autoName"]>,
  { resourceName, seed, mode, proposed }: Naming,
): string | { failure: string } {
  if (mode === "disable") {
    return { failure: "automatic naming is disabled in this project, so the name must be given" };
  }
  const inCase = (name: string): string => (lowerCase === true ? name.toLowerCase() : name);
  const withPrefix = (name: string): string => inCase(name.startsWith(prefix) ? name : prefix + name);
  if (mode !== "default" && proposed !== "") return withPrefix(proposed) + suffix;
  const random = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4);
  const tail = `-${random.toString("hex").slice(0, 7)}${suffix}`;
  return withPrefix(resourceName).slice(0, maxLength - tail.length) + tail;
}
