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
  const [[operator, operand] = ["", undefined]] = Object.entries(matcher);
  if (operator === "exists") return operand === (value !== undefined);
  if (operator === "anything-but")
    return value !== undefined && !alternatives(operand).some((other) => matchesValue(other, value));
  return typeof operand === "string" && typeof value === "string" && matchesText(operator, operand, value);
}

function matchesText(operator: string, operand: string, text: string): boolean {
  switch (operator) {
    case "prefix":
      return text.startsWith(operand);
    case "suffix":
      return text.endsWith(operand);
    case "equals-ignore-case":
      return text.toLowerCase() === operand.toLowerCase();
    case "wildcard":
      return fits(operand, text);
    default:
      return false;
  }
}

/** What an `anything-but` excludes: values, or comparisons, whose operand may be a list there and nowhere else. */
function alternatives(operand: unknown): readonly unknown[] {
  if (Array.isArray(operand)) return operand;
  if (!isObject(operand)) return [operand];
  return Object.entries(operand).flatMap(([operator, texts]) =>
    (Array.isArray(texts) ? (texts as unknown[]) : [texts]).map((text) => ({ [operator]: text })),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
