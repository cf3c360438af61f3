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
  /** ARNs of keys or aliases, key ids or alias names. */
  readonly keys: readonly string[];
  /** ARNs, of sessions too, or names of roles, users or services. */
  readonly principals: readonly string[];
}

/** As in the table `events`, whose stored columns the condition is about. */
const keyArn = "coalesce(resourceKeyArn, resolvedKeyArn)";

export const everything: Filters = { regions: [], accounts: [], keys: [], principals: [] };

/** The further keys of an event in the embedded database, as an array in SQL. */
const OTHER_KEYS = "string_split(otherKeys, ' ')";

/**
 * The filter as a condition on the columns of `events`, in SQL that every dialect has.
 * @param otherKeys the further keys of an event as an array in SQL; null where they are not known, but the key of each alias is
 */
export function filterCondition(
  { since, until, regions, accounts, keys, principals }: Filters,
  otherKeys: string | null = OTHER_KEYS,
): string {
  const conditions = [
    since && `eventTime >= TIMESTAMP '${sqlTime(since)}'`,
    until && `eventTime < TIMESTAMP '${sqlTime(until)}'`,
    regions.length > 0 && `region IN (${regions.map(quoted).join(", ")})`,
    accounts.length > 0 && `(accountId IN (${accounts.map(quoted).join(", ")}))`,
    // Which key an alias stands for is only known once all events are there, see aliasCondition.
    keys.length > 0 &&
      !keys.some(isAlias) &&
      anyOf(
        [
          ...keys.map((key) => ofKey(key, otherKeys)),
          ...(otherKeys === null ? [] : [`requestedKey LIKE '%alias/%'`]),
        ],
        String,
      ),
    principals.length > 0 && anyOf(principals, ofPrincipal),
  ].filter((condition) => typeof condition === "string");
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

/**
 * The keys as a condition, once it is known which key an alias stands for: what asks for such a key, in whatever way. Undefined where
 * there is no such condition.
 * @param records the relation that has all events
 * @param otherKeys the further keys of an event as an array in SQL
 */
export function aliasCondition(
  { keys }: Filters,
  records = "records",
  otherKeys = OTHER_KEYS,
): string | undefined {
  if (keys.length === 0) return undefined;
  const asked = anyOf(keys, (key) => ofKey(key, otherKeys));
  const aliases = keys.filter(isAlias);
  if (aliases.length === 0) return asked;
  // ReEncrypt asks for its second key, and its first is another.
  const meant = `FROM ${records} WHERE ${keyArn} IS NOT NULL AND eventName <> 'ReEncrypt' AND ${anyOf(aliases, (key) => ofKey(key, null))}`;
  return `(${asked} OR ${keyArn} IN (SELECT ${keyArn} ${meant})
    OR cardinality(array_intersect(${otherKeys}, (SELECT array_agg(DISTINCT ${keyArn}) ${meant}))) > 0)`;
}

function isAlias(key: string): boolean {
  return /(^|:)alias\//.test(key);
}

function ofKey(key: string, otherKeys: string | null): string {
  const [, region, account, alias] = /^arn:[^:]+:kms:([^:]*):([^:]*):(alias\/.*)$/.exec(key) ?? [];
  if (region !== undefined && account !== undefined && alias !== undefined)
    return `(requestedKey = ${quoted(key)} OR (requestedKey = ${quoted(alias)} AND region = ${quoted(region)} AND accountId = ${quoted(account)}))`;
  const conditions = key.startsWith("arn:")
    ? [`${keyArn} = ${quoted(key)}`, otherKeys && `contains(${otherKeys}, ${quoted(key)})`]
    : [
        ...[endsWith(keyArn, `:key/${key}`), `requestedKey = ${quoted(key)}`],
        endsWith("requestedKey", `:${key}`),
        otherKeys && `strpos(array_join(${otherKeys}, ' ') || ' ', ${quoted(`:key/${key} `)}) > 0`,
      ];
  return anyOf(
    conditions.filter((condition) => condition !== null),
    String,
  );
}

function ofPrincipal(principal: string): string {
  const same = `principal = ${quoted(principal)}`;
  const [, partition = "", account = "", role = "", session] =
    /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)(?:\/(.+))?$/.exec(principal) ?? [];
  if (role !== "") {
    const ofRole = `principal LIKE ${quoted(`arn:${partition}:iam::${account}:role/%`)} AND ${endsWith("principal", `/${role}`)}`;
    return `(${ofRole}${session === undefined ? "" : ` AND sessionName = ${quoted(session)}`})`;
  }
  if (/^(arn|service):/.test(principal)) return same;
  return `(${endsWith("principal", `/${principal}`)} OR principal = ${quoted(`service:${principal}`)})`;
}

/** Names may have an underscore, which is a wildcard in SQL. */
function endsWith(text: string, end: string): string {
  const escaped = end.replace(/[$_%]/g, String.raw`$$$&`);
  return `${text} LIKE ${quoted(`%${escaped}`)}${escaped === end ? "" : " ESCAPE '$'"}`;
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
