/** The key policies that requests set: the few events whose content SQL cannot judge. */
import { z } from "zod";
import { analyse, type Analysis } from "../../../kms/policy/analyse/analyse";
import type { AnalyseOptions } from "../../../kms/policy/analyse/options";
import type { KeyPolicy } from "../../../kms/policy/document";
import { KeyPolicyError, keyPolicyFromJson, parseKeyPolicy } from "../../../kms/policy/parse";
import type { Question } from "../questions/question";
import type { AllowList } from "./allowList";
import { EVENT, KEY, SUCCEEDED } from "./expressions";

/** A request that set a key policy. */
export interface PolicyEvent {
  readonly event: string;
  readonly time: string;
  readonly eventName: string;
  readonly principal: string;
  readonly key: string | undefined;
  /** The account that owns the key; undefined where the record does not tell. */
  readonly owner: string | undefined;
  readonly bypass: boolean;
  /** Undefined where it cannot be read. */
  readonly policy: KeyPolicy | undefined;
  /** Why it cannot be read. */
  readonly problem: string | undefined;
  /** What the policy lets whom do. An owner that is not known is taken to be none of those that it names. */
  readonly analysis: Analysis | undefined;
  /** The policy that the key had before, as far as the events tell. */
  readonly before: PolicyEvent | undefined;
  readonly options: AnalyseOptions;
}

/** An account that nobody has, in place of one that is not known. */
const NOBODY = "000000000000";

const columns = {
  event: z.string(),
  time: z.string(),
  eventName: z.string(),
  principal: z.string(),
  key: z.string().nullable(),
  owner: z.string().nullable(),
  bypass: z.string().nullable(),
  policy: z.string().nullable(),
};

const replicaArn = "json_extract_scalar(responseElements, '$.replicaKeyMetadata.arn')";

/** Requests that set a key policy and were granted, oldest first; those that leave it to AWS's default have no policy. */
export const policyEvents: Question<typeof columns> = {
  sql: `SELECT ${EVENT}, eventTime, eventName, principal,
      CASE WHEN eventName = 'ReplicateKey' THEN coalesce(${replicaArn}, ${KEY}) ELSE ${KEY} END,
      coalesce(nullif(keyAccountId, ''), accountId, callerAccountId),
      json_extract_scalar(requestParameters, '$.bypassPolicyLockoutSafetyCheck'),
      json_format(coalesce(json_extract(responseElements, '$.replicaPolicy'), json_extract(requestParameters, '$.policy')))
    FROM rareEvents WHERE eventSource = 'kms.amazonaws.com' AND ${SUCCEEDED} AND eventName IN ('PutKeyPolicy', 'CreateKey', 'ReplicateKey')
    ORDER BY 2, 1, 3, 4, 5, 8`,
  columns,
};

/** Reads and analyses the policies of rows. */
export function readPolicyEvents(
  rows: readonly z.infer<z.ZodObject<typeof columns>>[],
  { trustedAccounts, trustedOrganizations }: AllowList,
): readonly PolicyEvent[] {
  const known = new Map<string, Analysis>();
  const last = new Map<string, PolicyEvent>();
  return rows.flatMap((row) => {
    if (row.policy === null) return [];
    const { policy, problem } = policyOf(row.policy);
    const owner = row.owner ?? undefined;
    const options: AnalyseOptions = {
      ownerAccount: owner ?? NOBODY,
      trustedAccounts,
      trustedOrganizations: trustedOrganizations ?? (policy === undefined ? [] : organizationsIn(policy)),
      now: new Date(row.time),
    };
    const same = `${options.ownerAccount} ${row.policy}`;
    let analysis = known.get(same);
    if (analysis === undefined && policy !== undefined)
      known.set(same, (analysis = analyse(policy, options)));
    const key = row.key ?? undefined;
    const event: PolicyEvent = {
      ...{ event: row.event, time: row.time, eventName: row.eventName, principal: row.principal, key, owner },
      bypass: row.bypass === "true",
      ...{ policy, problem, analysis, options },
      before: key === undefined ? undefined : last.get(key),
    };
    if (key !== undefined) last.set(key, { ...event, before: undefined });
    return [event];
  });
}

/** JSON that holds the policy as an object, or as a text. */
function policyOf(json: string): { policy: KeyPolicy | undefined; problem: string | undefined } {
  try {
    const value: unknown = JSON.parse(json);
    const policy = typeof value === "string" ? parseKeyPolicy(value) : keyPolicyFromJson(value);
    return { policy, problem: undefined };
  } catch (error) {
    if (!(error instanceof KeyPolicyError)) throw error;
    return { policy: undefined, problem: error.problems[0]?.message ?? error.message };
  }
}

/** The organizations that conditions of the policy name. */
function organizationsIn({ statements }: KeyPolicy): readonly string[] {
  const values = statements.flatMap(({ conditions }) =>
    conditions.filter(({ key }) => /^aws:PrincipalOrg/i.test(key)).flatMap((condition) => condition.values),
  );
  return [...new Set(values.flatMap((value) => /^o-[a-z0-9]+/.exec(value)?.[0] ?? []))];
}
