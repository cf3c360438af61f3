/** Requests that made grants. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
import { z } from "zod";
import { accountOf } from "../../../kms/arn";
import type { Trail } from "./detection";
import { EVENT, KEY, parameter, SUCCEEDED } from "./hits";

const columns = {
  event: z.string(),
  time: z.string(),
  principal: z.string(),
  key: z.string().nullable(),
  owner: z.string().nullable(),
  grantee: z.string().nullable(),
  retiring: z.string().nullable(),
  operations: z.string().nullable(),
  constraints: z.string().nullable(),
};

/** One of them. */
export type GrantEvent = z.infer<z.ZodObject<typeof columns>>;

const owner = "coalesce(nullif(keyAccountId, ''), accountId, callerAccountId)";
const grantee = parameter("granteePrincipal");
const retiring = parameter("retiringPrincipal");

/** An ARN of the owner's account, or a service's form of it. */
const bearsOwner = (who: string): string =>
  `(${who} IS NULL OR coalesce(${owner}, '') IN (coalesce(split_part(${who}, ':', 5), ''), split_part(${who}, ':', 1)))`;

/** Grants to a principal that does not bear the owner's account, or that retires by one: SQL sorts out the many, `ownerOf` judges. */
export const perhapsOutside = `(NOT ${bearsOwner(grantee)} OR NOT ${bearsOwner(retiring)})`;

/** Grants that were made and meet a condition, oldest first. */
export function grantEvents(trail: Trail, condition: string): Promise<readonly GrantEvent[]> {
  return trail.ask({
    sql: `SELECT ${EVENT}, eventTime, principal, ${KEY}, ${owner}, ${grantee}, ${retiring},
        json_format(json_extract(requestParameters, '$.operations')), json_format(json_extract(requestParameters, '$.constraints'))
      FROM ${trail.rareEvents} WHERE ${SUCCEEDED} AND eventName = 'CreateGrant' AND (${condition}) ORDER BY 2, 1, 3, 4, 6, 7, 8, 9`,
    columns,
  });
}

/** The account of a grant's principal: of an ARN, an id, or a service's form such as `111122223333:aws:ec2-infrastructure:i-1`. */
export function accountOfGrantee(principal: string | null): string | undefined {
  if (principal === null) return undefined;
  return accountOf(principal) ?? /^(\d{12}):aws:/.exec(principal)?.[1];
}

/** `Decrypt`, `CreateGrant`, ... */
export function operationsOf({ operations }: GrantEvent): readonly string[] {
  return operations === null ? [] : z.array(z.string()).catch([]).parse(JSON.parse(operations));
}

/** Whether the grant holds for any encryption context. */
export function isUnconstrained({ constraints }: GrantEvent): boolean {
  if (constraints === null) return true;
  const parts = z.record(z.string(), z.unknown()).catch({}).parse(JSON.parse(constraints));
  return !Object.values(parts).some(
    (pairs) => typeof pairs === "object" && pairs !== null && Object.keys(pairs).length > 0,
  );
}
