/** What is wrong with a stack's settings, told whole: every problem with its path and its mend. */
import { z } from "zod";
import { nearest } from "../kms/nearest";

/** One problem: where (`keys.orders.replicaRegions[1]`), and what is wrong with how to mend it. */
export interface SettingsProblem {
  readonly path: string;
  readonly message: string;
}

/** Thrown when the stack configuration is refused; nothing has been registered by then. */
export class SettingsError extends Error {
  constructor(
    readonly problems: readonly SettingsProblem[],
    where: string,
  ) {
    const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
    const count = problems.length === 1 ? "1 setting is" : `${problems.length} settings are`;
    super([`${count} wrong in ${where}; nothing was registered:`, ...lines].join("\n"));
    this.name = "SettingsError";
  }
}

/** Turns what zod found wrong into problems whose paths start at `at` (the project's configuration namespace is left out). */
export function problemsOf(
  error: z.ZodError,
  schema: z.ZodType,
  at: readonly PropertyKey[],
): SettingsProblem[] {
  return error.issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key) => ({
        path: renderPath([...path, key]),
        message: unknownSetting(key, known),
      }));
    }
    return [{ path: renderPath(path), message: messageOf(issue) }];
  });
}

/** `unknown setting; did you mean "replicaRegions"?`, or the settings that exist where nothing is near. */
export function unknownSetting(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === undefined
    ? `unknown setting; the settings here are ${known.join(", ")}`
    : `unknown setting; did you mean "${near}"?`;
}

/** Writes a path as a reader would: `keys.orders.users[0].principals`. */
export function renderPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (
    issue.code === "invalid_type" &&
    issue.input === undefined &&
    issue.message.includes("received undefined")
  ) {
    return "is required";
  }
  if (issue.code === "invalid_key") return issue.issues.map((inner) => inner.message).join("; ");
  // A union that says itself what it wants is told by that, any other by what is wrong with its nearest alternative.
  const isUntold = issue.message === "Invalid input";
  if (issue.code === "invalid_union" && issue.errors.length > 0 && isUntold) {
    const [shortest] = [...issue.errors].sort((left, right) => left.length - right.length);
    return shortest?.map((inner) => inner.message).join("; ") ?? issue.message;
  }
  return issue.message;
}

/** The settings that the schema knows at `path`, for "did you mean". */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const here = unwrap(schema);
  const [head, ...rest] = path;
  if (here instanceof z.ZodUnion) {
    return [...new Set(here.options.flatMap((option) => knownKeys(option as z.ZodType, path)))];
  }
  if (head === undefined) return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
  if (here instanceof z.ZodObject) {
    const child: unknown = here.shape[String(head)];
    return child instanceof z.ZodType ? knownKeys(child, rest) : [];
  }
  if (here instanceof z.ZodArray) return knownKeys(here.element as z.ZodType, rest);
  if (here instanceof z.ZodRecord) return knownKeys(here.valueType as z.ZodType, rest);
  return [];
}

function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional
    ? unwrap(schema.unwrap() as z.ZodType)
    : schema;
}
