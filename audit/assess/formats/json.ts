/** The report as JSON; `docs/schemas/assess.schema.json` is its schema. */
import type { Report } from "../report";

/**
 * One line for each key, finding and whatever else is in a list, which version control can compare. In pieces, for ten thousand
 * keys are too much for one text.
 */
export function* jsonReport(report: Report): Iterable<string> {
  const members = Object.entries(report);
  yield "{\n";
  for (const [index, [name, value]] of members.entries()) {
    yield `${JSON.stringify(name)}: `;
    if (Array.isArray(value) && value.length > 0) yield* listed(value);
    else yield JSON.stringify(value);
    yield index === members.length - 1 ? "\n" : ",\n";
  }
  yield "}\n";
}

function* listed(items: readonly unknown[]): Iterable<string> {
  yield "[\n";
  for (const [index, item] of items.entries())
    yield ` ${JSON.stringify(item)}${index === items.length - 1 ? "\n" : ",\n"}`;
  yield "]";
}
