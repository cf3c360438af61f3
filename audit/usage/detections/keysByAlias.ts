/** Keys that the allow-list names by their aliases. */
import { quoted } from "../filters";
import { likePattern } from "./allowList";
import type { Trail } from "./detection";
import { KEY, parameter } from "./expressions";

/** The key has none of the aliases that are listed as those of tests. */
export function notOfTests({ allow: { testAliases } }: Trail): string {
  return testAliases.length === 0 ? "TRUE" : `coalesce(${KEY} NOT IN (${keysWithAlias(testAliases)}), TRUE)`;
}

/** The ARNs of keys that events name by one of these aliases, as a SELECT. */
export function keysWithAlias(patterns: readonly string[]): string {
  const alias = `coalesce(${parameter("aliasName")}, regexp_extract(requestedKey, 'alias/.*$'))`;
  const matches = patterns.map((pattern) => `${alias} LIKE ${quoted(likePattern(pattern))} ESCAPE '\\'`);
  return `SELECT DISTINCT keyArn FROM events WHERE keyArn IS NOT NULL AND (${matches.join(" OR ")})`;
}
