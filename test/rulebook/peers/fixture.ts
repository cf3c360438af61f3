/** The peers' own test inputs, as facts. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { isKeySpec, keyOrigins, keyUsages, usagesOf } from "../../../kms/keySpecs";
import { KeyPolicyError, keyPolicyFromJson, parseKeyPolicy } from "../../../kms/policy/parse";
import { type KeyFacts, type PolicyFact, type ResourceFacts, UNKNOWN } from "../../../rulebook/facts";
import { place, soundKey } from "../soundKey";

const fixture = z.object({
  peer: z.string(),
  check: z.string(),
  label: z.enum(["pass", "fail"]),
  what: z.enum(["key", "policy", "trail", "alarm"]),
  unit: z.string().optional(),
  path: z.string(),
  license: z.string(),
  ownerAccount: z.string().optional(),
  inferredOwner: z.string().optional(),
  properties: z.looseObject({
    policy: z.unknown().optional(),
    description: z.string().nullish(),
    enableKeyRotation: z.boolean().nullish(),
    isEnabled: z.boolean().nullish(),
    deletionWindowInDays: z.number().nullish(),
    keySpec: z.string().nullish(),
    keyUsage: z.string().nullish(),
    origin: z.string().nullish(),
    tags: z.unknown().optional(),
    bypassPolicyLockoutSafetyCheck: z.boolean().nullish(),
    keyManager: z.string().optional(),
    keyState: z.string().optional(),
    filterPattern: z.string().optional(),
    alarm: z.unknown().optional(),
    kmsKeyId: z.string().optional(),
  }),
});

export type Fixture = z.infer<typeof fixture>;

export const fixtures: readonly Fixture[] = readFileSync("test/data/peers/fixtures.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => fixture.parse(JSON.parse(line)));

export function factsOf(one: Fixture): ResourceFacts[] {
  const { properties } = one;
  switch (one.what) {
    case "trail":
      return [
        {
          trail: {
            ...place("aws:cloudtrail/trail:Trail", "trail"),
            multiRegion: true,
            logging: true,
            validated: true,
            kmsEvents: "all",
            key: properties.kmsKeyId === undefined ? undefined : { to: "text", text: properties.kmsKeyId },
          },
        },
      ];
    case "alarm":
      return [{ key: soundKey }, ...alarmFacts(one)];
    default: {
      const key = keyFacts(one);
      return [{ key, keyPolicy: key }];
    }
  }
}

/** The peers look at the filter, and at whether there is an alarm on its metric; who hears of it they do not ask. */
function alarmFacts({ properties }: Fixture): ResourceFacts[] {
  const metric = { namespace: "LogMetrics", metric: "keys" };
  const filter = { ...place("aws:cloudwatch/logMetricFilter:LogMetricFilter", "filter"), ...metric };
  const alarm = {
    ...place("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm"),
    ...metric,
    actionsEnabled: true,
    actions: [{ to: "text", text: "arn:aws:sns:us-east-1:111111111111:alarms" } as const],
  };
  return [
    ...(properties.filterPattern === undefined
      ? []
      : [{ metricFilter: { ...filter, pattern: properties.filterPattern } }]),
    ...(properties.alarm === true || (typeof properties.alarm === "object" && properties.alarm !== null)
      ? [{ alarm }]
      : []),
  ];
}

function keyFacts({ properties, ownerAccount, inferredOwner }: Fixture): KeyFacts {
  const { description, enableKeyRotation, keySpec, keyUsage, origin, isEnabled, keyState } = properties;
  const spec = keySpec ?? "SYMMETRIC_DEFAULT";
  const known = isKeySpec(spec) ? spec : UNKNOWN;
  return {
    ...soundKey,
    ownerAccount: ownerAccount ?? inferredOwner ?? UNKNOWN,
    policy: policyFact(properties.policy),
    description: description ?? undefined,
    rotationEnabled: enableKeyRotation ?? false,
    rotationPeriodInDays: undefined,
    spec: known,
    usage:
      keyUsages.find((usage) => usage === keyUsage) ?? (known === UNKNOWN ? UNKNOWN : usagesOf(known)[0]),
    origin: keyOrigins.find((candidate) => candidate === origin) ?? "AWS_KMS",
    enabled: (isEnabled ?? true) && keyState !== "Disabled",
    deletionWindowInDays: properties.deletionWindowInDays ?? undefined,
    lockoutCheckBypassed: properties.bypassPolicyLockoutSafetyCheck ?? false,
    tags: tagsOf(properties.tags),
  };
}

function tagsOf(tags: unknown): Record<string, string> {
  const list = z.array(z.object({ TagKey: z.string(), TagValue: z.string() })).safeParse(tags);
  if (list.success) return Object.fromEntries(list.data.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  const map = z.record(z.string(), z.string()).safeParse(tags);
  return map.success ? map.data : {};
}

function policyFact(policy: unknown): PolicyFact {
  if (policy === undefined || policy === null) return { kind: "default" };
  try {
    return {
      kind: "document",
      policy: typeof policy === "string" ? parseKeyPolicy(policy) : keyPolicyFromJson(policy),
    };
  } catch (error) {
    if (error instanceof KeyPolicyError) return { kind: "unreadable", problem: error.message };
    throw error;
  }
}
