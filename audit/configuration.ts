/** The policy pack's configuration file, which `kms-audit` follows too: levels and options of rules, and exemptions. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { nearest } from "../kms/nearest";
import { rules } from "../rulebook";
import type { Exemption } from "../rulebook/exemptions";
import type { Options, OptionSchema, Rule } from "../rulebook/rule";
import { UsageError } from "./usageError";

/** What a configuration file says. */
export interface Configuration {
  /** The rules that are on. */
  readonly rules: readonly Rule[];
  /** Options by rule id. */
  readonly options: Readonly<Record<string, Options>>;
  readonly exemptions: readonly Exemption[];
}

const levels = ["disabled", "advisory", "mandatory", "remediate"] as const;
type Level = (typeof levels)[number];
const level = z.enum(levels, { error: `must be one of ${levels.join(", ")}` });

const exemption = z.strictObject({
  rule: z.string(),
  resource: z.string().min(1),
  reason: z.string().min(10, { error: "must say why, in at least 10 characters" }),
  expires: z.iso.date({ error: "must be the last day that it holds, such as 2027-03-31" }),
});

const EXEMPTIONS = "kms-exemptions";

/** All rules with their defaults, and no exemptions. */
export const defaultConfiguration: Configuration = {
  rules: rules.filter((rule) => rule.level !== "disabled"),
  options: {},
  exemptions: [],
};

/**
 * Reads a file of the form that `pulumi preview --policy-pack-config` takes, such as `policy-pack/prod.json`.
 * @param file a path; a relative one starts from `cwd`
 * @throws UsageError naming the file and everything that is wrong in it
 */
export async function readConfiguration(file: string, cwd: string): Promise<Configuration> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path.resolve(cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError(
      `cannot read the configuration ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const read = shape().safeParse(json);
  if (!read.success)
    throw new UsageError(
      [`the configuration ${file} is refused:`, ...read.error.issues.map(problem)].join("\n  "),
    );
  return configurationOf(read.data);
}

interface Written {
  readonly all: Level | undefined;
  readonly exemptions: readonly Exemption[];
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

interface RuleSetting {
  readonly level: Level | undefined;
  readonly options: Options;
}

function configurationOf({ all, exemptions, rules: settings }: Written): Configuration {
  const levelOf = ({ id, level: own }: Rule): Level => settings[id]?.level ?? all ?? own;
  return {
    rules: rules.filter((rule) => levelOf(rule) !== "disabled"),
    options: Object.fromEntries(Object.entries(settings).map(([id, { options }]) => [id, options])),
    exemptions,
  };
}

function shape() {
  const known = [...rules.map(({ id }) => id), EXEMPTIONS, "all"];
  const unknown = (id: string): string => {
    const meant = nearest(id, known);
    return `there is no rule ${id}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
  };
  const ruleId = z.string().refine((id) => rules.some((rule) => rule.id === id), {
    error: ({ input }) => unknown(String(input)),
  });
  const ofRules = Object.fromEntries(rules.map((rule) => [rule.id, ruleSetting(rule).exactOptional()]));
  const rest = z.strictObject(ofRules, {
    error: (issue) => (issue.code === "unrecognized_keys" ? issue.keys.map(unknown).join("; ") : undefined),
  });
  return z
    .looseObject({
      all: level.exactOptional(),
      [EXEMPTIONS]: levelOr({
        exemptions: z.array(exemption.extend({ rule: ruleId })).default([]),
      }).exactOptional(),
    })
    .transform(({ all, [EXEMPTIONS]: exempt, ...own }, context): Written => {
      const read = rest.safeParse(own);
      for (const { path: where, message } of read.error?.issues ?? [])
        context.addIssue({ code: "custom", path: where, message });
      const settings = (read.data ?? {}) as Readonly<Record<string, RuleSetting>>;
      return { all, exemptions: exempt?.exemptions ?? [], rules: settings };
    });
}

function ruleSetting({ options }: Rule) {
  const ofOptions = Object.fromEntries(
    Object.entries(options).map(([name, { schema }]) => [name, optionShape(schema).exactOptional()]),
  );
  return levelOr(ofOptions).transform(({ enforcementLevel, ...rest }): RuleSetting => ({
    level: enforcementLevel as Level | undefined,
    options: rest as Options,
  }));
}

/** A level alone, or an object with a level and more. */
function levelOr<Shape extends z.ZodRawShape>(more: Shape) {
  return z.preprocess(
    (value) => (typeof value === "string" ? { enforcementLevel: value } : value),
    z.strictObject({ enforcementLevel: level.exactOptional(), ...more }),
  );
}

function optionShape({ type, minimum, maximum, items }: OptionSchema): z.ZodType {
  switch (type) {
    case "integer":
      return z
        .int()
        .min(minimum ?? -Infinity)
        .max(maximum ?? Infinity);
    case "boolean":
      return z.boolean();
    case "string":
      return z.string();
    case "array": {
      const item = items?.enum === undefined ? z.string() : z.enum(items.enum);
      const pattern = items?.pattern;
      return z.array(
        pattern === undefined
          ? item
          : item.refine((value) => new RegExp(pattern).test(value), { error: `must match ${pattern}` }),
      );
    }
  }
}

function problem({ path: where, message }: z.core.$ZodIssue): string {
  return `${where.length === 0 ? "" : `${where.join(".")}: `}${message}`;
}
