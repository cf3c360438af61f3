/** Values of Athena's answers, which are all texts, as the embedded database has them. */

/**
 * A value by the type of its column: counts become numbers, times ISO 8601 in UTC, and booleans are booleans; the rest stays a text.
 * @param type as Athena calls it: `bigint`, `timestamp(3)`, ...
 * @param text undefined for NULL
 */
export function valueOf(type: string, text: string | undefined): unknown {
  if (text === undefined) return null;
  const [kind = ""] = type.toLowerCase().split("(");
  switch (kind) {
    case "bigint":
    case "decimal":
    case "double":
    case "integer":
    case "real":
      return Number(text);
    case "boolean":
      return text.toLowerCase() === "true";
    case "timestamp":
      return `${text.replace(" ", "T").replace(/\.0+$/, "")}Z`;
    default:
      return text;
  }
}
