/** The `runtime.options` of Pulumi.yaml and PulumiPolicy.yaml. https://www.pulumi.com/docs/iac/concepts/projects/project-file/ */
import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { z } from "zod";

const packageManagers = ["auto", "npm", "yarn", "pnpm", "bun"] as const;

const schema = z.object({
  /** Run TypeScript sources as they are. */
  typescript: z.boolean({ error: "typescript option must be a boolean" }).default(true),
  /** The tsconfig.json to use, relative to the program's folder. */
  tsconfig: z.string({ error: "tsconfig option must be a string" }).default(""),
  /** Arguments for Node.js itself, separated by blanks; quotes group. */
  nodeargs: z.string({ error: "nodeargs option must be a string" }).default(""),
  packagemanager: z
    .enum(packageManagers, { error: `packagemanager option must be one of ${packageManagers.join(", ")}` })
    .default("auto"),
  /** Leave development dependencies out when installing. */
  production: z.boolean({ error: "production option must be a boolean" }).default(false),
});

/** How a program or policy pack wants to be run. */
export type RuntimeOptions = z.infer<typeof schema>;

/** How the program or policy pack of a request wants to be run; see `parseOptions`. */
export function runtimeOptions(info: ProgramInfo): RuntimeOptions {
  return parseOptions(info.getOptions()?.toJavaScript() ?? {});
}

/**
 * The options given, with Pulumi's defaults; options of other runtimes are ignored, as Pulumi does.
 * @throws Error naming every option with a value of the wrong type
 */
export function parseOptions(options: unknown): RuntimeOptions {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => issue.message).join("; "));
}

/** What the SDK's runners read from the environment. */
export function optionsEnvironment(options: RuntimeOptions): NodeJS.ProcessEnv {
  return {
    ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    ...(options.tsconfig !== "" && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
  };
}

/**
 * Splits a command line into words as a shell does: blanks separate, quotes group, a backslash takes the next
 * character as it is.
 * @throws Error when a quote is not closed
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (character === "\\" && quote !== "'") word = (word ?? "") + line.charAt(++index);
    else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? "") + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (quote !== undefined) throw new Error(`nodeargs option has an unclosed ${quote}: ${line}`);
  if (word !== undefined) words.push(word);
  return words;
}
