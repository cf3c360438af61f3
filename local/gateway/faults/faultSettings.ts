import { z } from "zod";
import { AwsError } from "../awsError";

const share = z.number().min(0).max(1).default(0);
const names = z.array(z.string().min(1)).min(1).optional();

const rule = z
  .strictObject({
    /** The names that requests are signed for, such as `kms`; any where left out. */
    services: names,
    /** Such as `DescribeKey`; any where left out. Requests of the query and REST protocols do not show theirs. */
    operations: names,
    regions: names,
    /** Callers' accounts, 12 digits. */
    accounts: names,
    latencyMilliseconds: z.number().min(0).default(0),
    /** Share of requests that are answered with HTTP 500. */
    errors: share,
    /** Share of requests that are never answered. */
    timeouts: share,
    /** Share of requests whose connection is reset. */
    resets: share,
  })
  .refine(({ errors, timeouts, resets }) => errors + timeouts + resets <= 1, {
    message: "errors, timeouts and resets are more than 1 together",
  });

const quotas = z.strictObject({
  /** What AWS's default quotas are multiplied by. */
  scale: z.number().positive().default(1),
  /** Requests per second by operation (`kms:DescribeKey`) or group (`kms:symmetric`), in place of the defaults. */
  overrides: z.record(z.string(), z.number().positive()).default({}),
});

const settings = z.strictObject({
  /** Which faults come is the same for the same seed and order of requests. */
  seed: z.int().default(1),
  /** Whether quotas count; `true` is AWS's defaults. */
  quotas: z.union([z.boolean(), quotas]).default(false),
  /** How long a request that is never answered keeps its connection. */
  timeoutMilliseconds: z.number().positive().default(60_000),
  /** The first that is about a request decides what becomes of it. */
  rules: z.array(rule).default([]),
});

/** What goes wrong on purpose; with nothing set, nothing does. */
export type FaultSettings = z.infer<typeof settings>;

/** What goes wrong for some requests. */
export type FaultRule = z.infer<typeof rule>;

/**
 * Reads settings from parsed JSON; what is left out has its default.
 * @throws AwsError (400) naming every problem and where it is
 */
export function parseFaultSettings(json: unknown): FaultSettings {
  const parsed = settings.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AwsError("ValidationException", `fault settings: ${z.prettifyError(parsed.error)}`);
}

/**
 * Reads settings from JSON text.
 * @throws AwsError (400) where it is no JSON, or as {@link parseFaultSettings} does
 */
export function readFaultSettings(text: string): FaultSettings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AwsError("ValidationException", `fault settings: ${String(error)}`);
  }
  return parseFaultSettings(json);
}
