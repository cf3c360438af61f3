/**
 * Who decides the value of a condition key: this says whether a condition on it keeps anybody out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { canCarry, type ConditionKey, findConditionKey, isFederationKey } from "../../conditionKeys";
import type { Condition } from "../document";
import { keyOf } from "../evaluate/conditions";
import { Memory } from "../evaluate/memory";
import { administrationActions } from "./actionSets";

/**
 * - `principal`: follows from who asks; nobody can choose it
 * - `organization`: follows from the caller's organization, if it has one
 * - `source`: the resource or account for which a service asks
 * - `vpcOwner`: whose VPC endpoint the request came through
 * - `network`: the caller's place; fixed values name somebody's network
 * - `federation`: what an identity provider says of the caller
 * - `key`: a property of the KMS key, the same for every caller
 * - `time`: the clock
 * - `caller`: chosen by whoever asks
 * - `nobody`: requests to KMS do not carry it
 */
export type Setter =
  | "principal"
  | "organization"
  | "source"
  | "vpcOwner"
  | "network"
  | "federation"
  | "key"
  | "time"
  | "caller"
  | "nobody";

const setters: ReadonlyMap<string, Setter> = new Map(
  Object.entries({
    "aws:principalarn": "principal",
    "aws:principalaccount": "principal",
    "kms:calleraccount": "principal",
    "aws:principaltype": "principal",
    "aws:principalisawsservice": "principal",
    "aws:principalservicename": "principal",
    "aws:principalservicenameslist": "principal",
    "aws:userid": "principal",
    "aws:username": "principal",
    "aws:principalorgid": "organization",
    "aws:principalorgpaths": "organization",
    "aws:sourceaccount": "source",
    "aws:sourceowner": "source",
    "aws:sourcearn": "source",
    "aws:sourceorgid": "source",
    "aws:sourceorgpaths": "source",
    "aws:vpceaccount": "vpcOwner",
    "aws:vpceorgid": "vpcOwner",
    "aws:vpceorgpaths": "vpcOwner",
    "aws:sourcevpcarn": "vpcOwner",
    "aws:sourceip": "network",
    "aws:sourcevpc": "network",
    "aws:sourcevpce": "network",
    "aws:resourceaccount": "key",
    "aws:resourceorgid": "key",
    "aws:resourceorgpaths": "key",
    "aws:requestedregion": "key",
    "aws:currenttime": "time",
    "aws:epochtime": "time",
  }),
);

/** Who sets a condition key; the key in lower case. What is known of KMS and not listed above, the caller chooses. */
export function setterOf(key: string): Setter {
  return known.of(key, findSetter);
}

const known = new Memory<Setter>(4096);

function findSetter(key: string): Setter {
  const listed = setters.get(key);
  if (listed !== undefined) return listed;
  if (findConditionKey(key) !== undefined) return "caller";
  return isFederationKey(key) ? "federation" : "nobody";
}

/** What is chosen together has one name: an organization has an id and paths, a moment a date and a number. */
export function variableOf(key: string): string {
  const setter = setterOf(key);
  return setter === "organization" || setter === "time" ? setter : key;
}

/** The condition keys that some actions carry and others do not. */
export function carriedKeys(conditions: readonly Condition[]): readonly ConditionKey[] {
  const names = new Set(conditions.map(keyOf));
  const keys = [...names].flatMap((key) => (key.startsWith("kms:") ? (findConditionKey(key) ?? []) : []));
  return [...new Map(keys.map((key) => [key.name, key])).values()];
}

/**
 * Whether requests of the action can carry the key. No AWS service administers keys on somebody's behalf, so
 * administration never comes with `kms:ViaService`.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function isCarried(action: string, key: ConditionKey): boolean {
  return canCarry(action, key) && !(key.name === "kms:ViaService" && administrationActions.has(action));
}
