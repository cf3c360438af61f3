/** Which events a report is about. Sources skip what cannot match, the rest is dropped as it is read. */

/** Conditions that an event must all meet. */
export interface Filters {
  /** The first moment, UTC. */
  readonly since?: Date;
  /** The moment behind the last, UTC. */
  readonly until?: Date;
  /** Empty lists let everything pass. */
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
  /** Key ARNs, key ids or alias names. */
  readonly keys: readonly string[];
  /** ARNs, or names of roles, users or services. */
  readonly principals: readonly string[];
}

/** As in the table `events`, whose stored columns the condition is about. */
const keyArn = "coalesce(resourceKeyArn, resolvedKeyArn)";

export const everything: Filters = { regions: [], accounts: [], keys: [], principals: [] };

/** The filter as a condition on the columns of `events`, in SQL that every dialect has. */
export function filterCondition({ since, until, regions, accounts, keys, principals }: Filters): string {
  const conditions = [
    since && `eventTime >= TIMESTAMP '${sqlTime(since)}'`,
    until && `eventTime < TIMESTAMP '${sqlTime(until)}'`,
    regions.length > 0 && `region IN (${regions.map(quoted).join(", ")})`,
    accounts.length > 0 && `(accountId IN (${accounts.map(quoted).join(", ")}))`,
    // Which key an alias stands for is only known once all events are there, see aliasCondition.
    keys.length > 0 && !keys.some(isAlias) && anyOf(keys, ofKey),
    principals.length > 0 &&
      anyOf(principals, (principal) =>
        principal.startsWith("arn:") || principal.startsWith("service:")
          ? `principal = ${quoted(principal)}`
          : `(principal LIKE ${quoted(`%/${principal}`)} OR principal = ${quoted(`service:${principal}`)})`,
      ),
  ].filter((condition) => typeof condition === "string");
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

/**
 * The keys as a condition where aliases are among them: whatever asks for such an alias, and whatever uses the key that it stands for.
 * Undefined where filterCondition has done it all.
 * @param records the relation that has all events
 */
export function aliasCondition({ keys }: Filters, records = "records"): string | undefined {
  if (!keys.some(isAlias)) return undefined;
  const asked = anyOf(keys, ofKey);
  return `(${asked} OR ${keyArn} IN (SELECT ${keyArn} FROM ${records} WHERE ${keyArn} IS NOT NULL AND ${asked}))`;
}

function isAlias(key: string): boolean {
  return /(^|:)alias\//.test(key);
}

function ofKey(key: string): string {
  return key.startsWith("arn:") && key.includes(":key/")
    ? `${keyArn} = ${quoted(key)}`
    : `(${keyArn} LIKE ${quoted(`%:key/${key}`)} OR requestedKey = ${quoted(key)} OR requestedKey LIKE ${quoted(`%:${key}`)})`;
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function sqlTime(time: Date): string {
  return time.toISOString().replace("T", " ").replace("Z", "");
}

function anyOf(values: readonly string[], condition: (value: string) => string): string {
  return `(${values.map(condition).join(" OR ")})`;
}
