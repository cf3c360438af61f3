/** Whether an EventBridge pattern matches an event. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
import { fits } from "../../kms/policy/evaluate/pattern";

type Json = Readonly<Record<string, unknown>>;

/** Whether an event pattern matches an event; a pattern that is none matches nothing. */
export function matchesEvent(pattern: unknown, event: unknown): boolean {
  if (!isObject(pattern)) return false;
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or")
      return Array.isArray(wanted) && wanted.some((either: unknown) => matchesEvent(either, event));
    const value = isObject(event) ? event[name] : undefined;
    return Array.isArray(wanted)
      ? wanted.some((matcher: unknown) => matchesValue(matcher, value))
      : matchesEvent(wanted, value);
  });
}

function matchesValue(matcher: unknown, value: unknown): boolean {
  if (!isObject(matcher)) return matcher === value;
  const text = typeof value === "string" ? value : undefined;
  const [[operator, operand] = ["", undefined]] = Object.entries(matcher);
  switch (operator) {
    case "exists":
      return operand === (value !== undefined);
    case "anything-but":
      return value !== undefined && !alternatives(operand).some((other) => matchesValue(other, value));
    case "prefix":
      return typeof operand === "string" && text?.startsWith(operand) === true;
    case "suffix":
      return typeof operand === "string" && text?.endsWith(operand) === true;
    case "equals-ignore-case":
      return typeof operand === "string" && text?.toLowerCase() === operand.toLowerCase();
    case "wildcard":
      return typeof operand === "string" && text !== undefined && fits(operand, text);
    default:
      return false;
  }
}

function alternatives(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
