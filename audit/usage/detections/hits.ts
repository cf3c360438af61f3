/** What detections read back: single events, groups of them, and their names in a sentence. */
import { z } from "zod";
import { count } from "../questions/question";
import { asJson, earliest, EVENT, KEY } from "./expressions";
import { found, type Finding, type Outcome, type Severity, type Trail } from "./detection";

export {
  asJson,
  BY_SERVICE,
  CRYPTOGRAPHIC,
  earliest,
  EVENT,
  FAMILY,
  KEY,
  LISTED,
  parameter,
  SUCCEEDED,
} from "./expressions";

/** A list of texts that the SQL gives as JSON: see `asJson`. */
export const texts = z
  .string()
  .transform((json): unknown => JSON.parse(json))
  .pipe(z.array(z.string()));

/** The columns of a group of events, to be selected in this order with `GROUP_OF`. */
export const group = {
  count,
  events: texts,
  first: z.string(),
  last: z.string(),
};

/** Aggregates for `group`. */
export const GROUP_OF = `count(*), ${asJson(earliest())}, min(eventTime), max(eventTime)`;

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
 * @param events where to look: among the events of rare operations, unless the condition is true of others too
 */
export function hits(
  trail: Trail,
  condition: string,
  detail = "NULL",
  events = trail.rareEvents,
): Promise<readonly Hit[]> {
  return trail.ask({
    sql: `SELECT ${EVENT}, eventTime, eventName, principal, ${KEY}, ${detail}
      FROM ${events} WHERE ${condition} ORDER BY 2, 1, 3, 4, 5, 6`,
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
