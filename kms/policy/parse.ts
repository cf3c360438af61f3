/** JSON text -> {@link KeyPolicy}. */
import type { KeyPolicy } from "./document";
import { locateValue, readJson } from "./locatedJson";
import { readPolicy } from "./parsePolicy";

export { KeyPolicyError, type PolicyProblem } from "./parseProblems";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads a key policy. What has no clear meaning is refused; what has one, although AWS refuses it (an element or an
 * `Effect` in the wrong case, a missing `Resource`), is read, noted in `notes`, and reported by `lintKeyPolicy`.
 * @param source JSON text, or its bytes in UTF-8
 * @throws KeyPolicyError naming every problem with its line, column and JSON path
 */
export function parseKeyPolicy(source: string | Uint8Array): KeyPolicy {
  const bytes = typeof source === "string" ? Buffer.byteLength(source) : source.byteLength;
  const { text, marked } = withoutMark(source);
  const policy = readPolicy(readJson(text));
  const notes = [...(policy.notes ?? []), ...(marked ? [byteOrderMarkNote] : [])];
  return { ...policy, bytes, ...(notes.length > 0 && { notes }) };
}

/**
 * Reads a key policy from JSON that was parsed elsewhere.
 * @throws KeyPolicyError naming every problem with its JSON path
 */
export function keyPolicyFromJson(value: unknown): KeyPolicy {
  return readPolicy(locateValue(value));
}

const byteOrderMarkNote = {
  path: "",
  line: 1,
  column: 1,
  message: "the document begins with a byte order mark, which AWS refuses",
  remedy: "save it as UTF-8 without a byte order mark",
};

function withoutMark(source: string | Uint8Array): { text: string | Uint8Array; marked: boolean } {
  if (typeof source === "string") {
    const marked = source.startsWith(BYTE_ORDER_MARK);
    return { text: marked ? source.slice(1) : source, marked };
  }
  const marked = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf;
  return { text: marked ? source.subarray(3) : source, marked };
}
