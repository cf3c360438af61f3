/** What the SQL of detections has in common: how an event, its key and its success are written, and what is read back. */
import { z } from "zod";
import { count } from "../questions/question";
import { found, type Finding, type Outcome, type Severity, type Trail } from "./detection";

/** Events of a finding that are listed; the rest is only counted. */
export const LISTED = 1000;

/** An event's id; one without is named by its place. */
export const EVENT = "coalesce(eventID, file || ' record ' || place)";

const keyInMessage =
  "nullif(regexp_extract(errorMessage, 'arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]+'), '')";

/** The key of an event. Refused requests have it in the message alone. */
export const KEY = `coalesce(keyArn, ${keyInMessage}, requestedKey)`;

/** The key with its replicas: they share the id, which begins with mrk-. */
export const FAMILY = `coalesce(nullif(regexp_extract(${KEY}, 'mrk-[0-9a-z]+'), ''), ${KEY})`;

/** The request was granted. */
export const SUCCEEDED = "errorCode IS NULL";

/** The service acts of its own accord, for nobody. */
export const BY_SERVICE = "(coalesce(identityType, '') = 'AWSService' OR starts_with(principal, 'service:'))";

/** A text of the request's parameters. */
export function parameter(name: string): string {
  return `json_extract_string(requestParameters, '$.${name}')`;
}

/** The columns of a group of events, to be selected in this order with `GROUP_OF`. */
export const group = {
  count,
  events: z.array(z.string()),
  first: z.string(),
  last: z.string(),
};

/** Aggregates for `group`. */
export const GROUP_OF = `count(*), arg_min(${EVENT}, eventTime, ${LISTED}), min(eventTime), max(eventTime)`;

const oneHit = {
  event: z.string(),
  time: z.string(),
  eventName: z.string(),
  principal: z.string(),
  key: z.string().nullable(),
  detail: z.string().nullable(),
};

/** A single event that was found. */
export type Hit = z.infer<z.ZodObject<typeof oneHit>>;

/**
 * The single events that meet a condition, oldest first.
 * @param detail an SQL expression that the message needs
 */
export function hits(trail: Trail, condition: string, detail = "NULL"): Promise<readonly Hit[]> {
  return trail.ask({
    sql: `SELECT ${EVENT}, eventTime, eventName, principal, ${KEY}, ${detail}
      FROM ${trail.events} WHERE ${condition} ORDER BY eventTime, 1`,
    columns: oneHit,
  });
}

/** A finding for each hit. */
export function eachHit(
  found: readonly Hit[],
  tell: (hit: Hit) => { readonly severity: Severity; readonly message: string },
): readonly Finding[] {
  return found.map((hit) => ({ ...tell(hit), ...ofHit(hit) }));
}

/** What a hit says of its finding. */
export function ofHit({ event, time, principal, key }: Hit): Omit<Finding, "severity" | "message"> {
  return { principal, key: key ?? undefined, count: 1, events: [event], first: time, last: time };
}

/** Finds the single events that meet a condition and tells each. */
export async function foundHits(
  trail: Trail,
  condition: string,
  tell: (hit: Hit) => { readonly severity: Severity; readonly message: string },
  detail?: string,
): Promise<Outcome> {
  return found(eachHit(await hits(trail, condition, detail), tell));
}

/** A principal without the part of its ARN that everybody knows. */
export function nameOf(principal: string): string {
  return principal.replace(/^arn:[^:]+:(?:iam|sts)::(\d*):/, "$1 ").replace(/^service:/, "the service ");
}

/** A key's id in a sentence. */
export function keyName(key: string | null | undefined): string {
  return key === null || key === undefined
    ? "a key that the record does not name"
    : key.replace(/^.*:key\//, "key ");
}
