/** What `pulumi preview --json` says, read at the edge. https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/ */
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { UsageError } from "../usageError";

/** Go writes what is not there as null, or leaves it out. */
function absent<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const properties = z.record(z.string(), z.unknown());

const state = z.object({
  type: z.string(),
  custom: z.boolean().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  inputs: properties.default({}),
  outputs: properties.default({}),
  provider: z.string().optional(),
  propertyDependencies: absent(z.record(z.string(), z.array(z.string()).nullable())),
});

const step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: absent(state),
  newState: absent(state),
  replaceReasons: absent(z.array(z.string())),
});

const preview = z.object({
  config: z.record(z.string(), z.string()).default({}),
  steps: absent(z.array(step)),
  diagnostics: absent(z.array(z.object({ severity: z.string(), message: z.string() }))),
});

/** A resource before or after the change. */
export type State = z.infer<typeof state>;

/** A step of the change. */
export type Step = z.infer<typeof step>;

/** A change as the engine plans it. */
export interface Preview {
  /** The stack's settings as texts: `aws:region`, `kms-foundation:accountId`, ... */
  readonly config: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** Why the preview failed, the first line of each error: then steps are missing. */
  readonly errors: readonly string[];
}

/**
 * Reads the output of `pulumi preview --json`.
 * @param text what the engine wrote to standard output
 * @param file its name, for messages
 * @throws UsageError where it is something else
 */
export function readPreview(text: string, file: string): Preview {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${file} is not JSON (${String(error instanceof Error ? error.message : error)}): write it with \`pulumi preview --json --show-sames > FILE\``,
    );
  }
  const read = preview.safeParse(json);
  if (!read.success || read.data.steps === undefined)
    throw new UsageError(
      `${file} is not what \`pulumi preview --json\` writes: ${read.success ? "it has no steps" : problemsOf(read.error)}`,
    );
  const { config, steps, diagnostics = [] } = read.data;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return { config, steps, errors: errors.map(({ message }) => firstLine(message)) };
}

/** The engine colours its messages, and a program's stack trace follows. */
function firstLine(message: string): string {
  const [first = "", second = ""] = stripVTControlCharacters(message)
    .replace(/^error: /, "")
    .split("\n");
  return first.endsWith("unhandled exception:") ? `${first} ${second}` : first;
}

function problemsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}
