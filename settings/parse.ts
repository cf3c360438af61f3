/** Configuration texts -> settings. */
import { z } from "zod";
import { keyProblems } from "../components/keyProblems";
import type { EnvironmentSettings } from "./environment";
import { accessOf } from "./accessSchema";
import { auditTrailProblems, resolveAuditTrail, withTrailServices } from "./auditTrail";
import { monitoringProblems, resolveMonitoring } from "./monitoring";
import { problemsOf, type SettingsProblem, SettingsError } from "./problems";
import { resolveKey } from "./resolve";
import { resolveSharedBuckets, sharedBucketProblems } from "./sharedBuckets";
import { withBucketUsers } from "./bucketUsers";
import {
  type EnvironmentSetting,
  environmentSchema,
  environmentShape,
  keySchema,
  type KeySetting,
} from "./schema";

/**
 * Reads the settings of a stack.
 * @param raw what the engine hands over: a text a setting, JSON where the setting is not a plain text
 * @param where the file that a reader has to mend: `Pulumi.prod.yaml`
 * @throws SettingsError naming every wrong setting with its path
 */
export function parseSettings(raw: Readonly<Record<string, string>>, where: string): EnvironmentSettings {
  const problems: SettingsProblem[] = [];
  const decoded = Object.fromEntries(Object.entries(raw).map(([name, text]) => [name, decode(name, text)]));
  const parsed = environmentSchema.safeParse(decoded);
  if (!parsed.success) problems.push(...problemsOf(parsed.error, environmentSchema, []));

  const written = soundKeys(decoded.keys);
  // Keys that are well written are checked further even when something else is wrong, so that one run tells it all.
  const environment = parsed.success ? parsed.data : soundPart(decoded);
  const described = Object.fromEntries(
    written.map(([name, key]) => [name, resolveKey(name, key, environment)]),
  );
  const sharedBuckets = resolveSharedBuckets(environment, described);
  const auditTrail = resolveAuditTrail(environment, described);
  const keys = withTrailServices(withBucketUsers(described, sharedBuckets), auditTrail);
  const monitoring = resolveMonitoring(environment);
  problems.push(
    ...Object.entries(keys).flatMap(([name, key]) =>
      keyProblems(key).map(({ path, message }) => ({ path: `keys.${name}.${path}`, message })),
    ),
    ...written.flatMap(([name, key]) => policyBesideAccess(name, key)),
    ...regionsNotAllowed(keys, environment.allowedRegions),
    ...sharedAliases(keys),
    ...monitoringProblems(monitoring, { ...environment, keys }),
    ...sharedBucketProblems(sharedBuckets, keys),
    ...auditTrailProblems(environment, auditTrail, keys),
  );
  if (problems.length > 0) throw new SettingsError(problems, where);
  return {
    environment: environment.environment,
    accountId: environment.accountId,
    protect: environment.protect ?? false,
    keys,
    ...(auditTrail !== undefined && { auditTrail }),
    ...(monitoring !== undefined && { monitoring }),
    sharedBuckets,
  };
}

const plainTexts = new Set(["environment", "accountId"]);

function decode(name: string, text: string): unknown {
  if (plainTexts.has(name)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // a plain text, which the schema refuses where more is expected
  }
}

/** The settings beside the keys with what is wrong left out: nothing is made from them, they only serve further checks. */
function soundPart(decoded: Readonly<Record<string, unknown>>): EnvironmentSetting {
  const sound = Object.entries(environmentShape).flatMap(([name, schema]) => {
    const parsed = z.safeParse(schema, decoded[name]);
    return parsed.success && name in decoded ? [[name, parsed.data] as const] : [];
  });
  return { environment: "unknown", accountId: "000000000000", ...Object.fromEntries(sound) };
}

function soundKeys(keys: unknown): [string, KeySetting][] {
  if (typeof keys !== "object" || keys === null) return [];
  return Object.entries(keys).flatMap(([name, key]) => {
    const parsed = keySchema.safeParse(key);
    return parsed.success ? [[name, parsed.data]] : [];
  });
}

/** A whole policy says everything about access, so settings beside it would be ignored in silence. */
function policyBesideAccess(name: string, key: KeySetting): SettingsProblem[] {
  const beside = Object.keys(accessOf(key));
  return key.policy === undefined || beside.length === 0
    ? []
    : [
        {
          path: `keys.${name}.policy`,
          message: `a whole key policy leaves no room for ${beside.join(", ")}: take one or the other`,
        },
      ];
}

type Keys = EnvironmentSettings["keys"];

function regionsNotAllowed(keys: Keys, allowed: readonly string[] | undefined): SettingsProblem[] {
  if (allowed === undefined) return [];
  return Object.entries(keys).flatMap(([name, { primaryRegion, replicaRegions = [] }]) => [
    ...notAllowed(`keys.${name}.primaryRegion`, primaryRegion, allowed),
    ...replicaRegions.flatMap((region, index) =>
      notAllowed(`keys.${name}.replicaRegions[${index}]`, region, allowed),
    ),
  ]);
}

function notAllowed(path: string, region: string, allowed: readonly string[]): SettingsProblem[] {
  return allowed.includes(region)
    ? []
    : [{ path, message: `${region} is not one of the allowedRegions (${allowed.join(", ")})` }];
}

/** Two keys cannot have one alias in one Region; one alias in two Regions for two keys would mislead every reader. */
function sharedAliases(keys: Keys): SettingsProblem[] {
  const firstWith = new Map<string, string>();
  return Object.entries(keys).flatMap(([name, { alias }]) => {
    const other = firstWith.get(alias);
    if (other === undefined) firstWith.set(alias, name);
    return other === undefined
      ? []
      : [{ path: `keys.${name}.alias`, message: `"${alias}" is the alias of ${other} already` }];
  });
}
