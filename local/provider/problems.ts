/** Checks of single values, to be named in a table of properties; what is not of the right type is not theirs. */
import type { Value } from "./values";

type Problem = (value: Value) => string | undefined;

/** A number within limits, both included. */
export function between(min: number, max: number): Problem {
  return (value) =>
    typeof value === "number" && (value < min || value > max)
      ? `expected a number from ${min} to ${max}, got ${value}`
      : undefined;
}

/** A text with a number of characters within limits, both included. */
export function lengthBetween(min: number, max: number): Problem {
  return (value) =>
    typeof value === "string" && (value.length < min || value.length > max)
      ? `expected ${min} to ${max} characters, got ${value.length}`
      : undefined;
}

/** A text of at most so many bytes. */
export function atMost(bytes: number): Problem {
  return (value) => {
    if (typeof value !== "string") return undefined;
    const size = Buffer.byteLength(value);
    return size > bytes ? `expected at most ${bytes} bytes, got ${size}` : undefined;
  };
}

/** One of some texts. */
export function oneOf(allowed: readonly string[]): Problem {
  return (value) =>
    typeof value === "string" && !allowed.includes(value)
      ? `expected one of ${allowed.join(", ")}, got ${JSON.stringify(value)}`
      : undefined;
}

/** A text of a form. */
export function matching(pattern: RegExp, form: string): Problem {
  return (value) =>
    typeof value === "string" && !pattern.test(value)
      ? `expected ${form}, got ${JSON.stringify(value)}`
      : undefined;
}

/** An ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const arnProblem = matching(
  /^arn:[\w-]+:[a-zA-Z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws|aws-managed|)?:.+$/,
  "an ARN (arn:aws:kms:us-east-1:111122223333:key/...)",
);

/** A moment as of RFC 3339: `2027-01-31T00:00:00Z`. */
export const timeProblem = matching(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  "a time such as 2027-01-31T00:00:00Z",
);
