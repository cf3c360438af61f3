/** Events of a finding that are listed. */
const LISTED = 1000;

/**
 * A report in which the lists of event ids are sorted, and findings of the same moment too: which of two events of one second comes first,
 * no engine says, nor which of them are the first 1,000, nor which of equally busy seconds is the busiest (\`at\`).
 */
export function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = value.map(withoutOrder);
    if (members.length >= LISTED - 1 && typeof members[0] === "string") return "as many as are listed";
    const ordered = members.every((member) => typeof member === "string") || members.every(isFinding);
    return ordered ? members.sort((left, right) => text(left).localeCompare(text(right))) : members;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "at")
      .map(([name, member]) => [name, withoutOrder(member)]),
  );
}

function isFinding(value: unknown): boolean {
  return typeof value === "object" && value !== null && "message" in value;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
