/** JSON text -> {@link KeyPolicy}. */
import type { KeyPolicy, PolicyNote } from "./document";
import { decodeUtf8, locateValue, readJson } from "./locatedJson";
import { readPolicy } from "./parsePolicy";
import { KeyPolicyError, placeAt } from "./parseProblems";

export { KeyPolicyError, type PolicyProblem } from "./parseProblems";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads a key policy. What has no clear meaning is refused; what has one, although AWS refuses it (an element or an
 * `Effect` in the wrong case, a missing `Resource`), is read, noted in `notes`, and reported by `lintKeyPolicy`.
 * @param source JSON text, or its bytes in UTF-8
 * @throws KeyPolicyError naming every problem with its line, column and JSON path
 */
export function parseKeyPolicy(source: string | Uint8Array): KeyPolicy {
  const bytes = Buffer.byteLength(source);
  if (bytes > MAX_BYTES) throw tooLong(bytes);
  const text = typeof source === "string" ? source : decodeUtf8(source);
  const policy = readPolicy(readJson(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text));
  const notes = [...(policy.notes ?? []), ...characterNotes(text)];
  return { ...policy, bytes, ...(notes.length > 0 && { notes }) };
}

/**
 * Reads a key policy from JSON that was parsed elsewhere.
 * @throws KeyPolicyError naming every problem with its JSON path
 */
export function keyPolicyFromJson(value: unknown): KeyPolicy {
  return readPolicy(locateValue(value));
}

/**
 * The policy itself, where AWS would take it as it is written.
 * @throws KeyPolicyError where something in it was noted
 */
export function refuseNotes(policy: KeyPolicy): KeyPolicy {
  if (policy.notes !== undefined && policy.notes.length > 0) throw new KeyPolicyError(policy.notes);
  return policy;
}

/** AWS takes 32 KiB; far longer texts are refused unread. */
const MAX_BYTES = 1_048_576;

function tooLong(bytes: number): KeyPolicyError {
  const message = `the document is ${bytes} bytes long`;
  return new KeyPolicyError([{ path: "", message, remedy: "a key policy has at most 32,768 bytes" }]);
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html#KMS-PutKeyPolicy-request-Policy */
function characterNotes(text: string): PolicyNote[] {
  const odd = /[^\t\n\r\u0020-\u00FF]/u.exec(text);
  if (odd === null) return [];
  const place = placeAt(text, odd.index);
  if (odd[0] === BYTE_ORDER_MARK && odd.index === 0) {
    const message = "the document begins with a byte order mark, which AWS refuses";
    return [{ path: "", ...place, message, remedy: "save it as UTF-8 without a byte order mark" }];
  }
  const code = (odd[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const message = `the document holds the character U+${code}, which AWS refuses`;
  return [{ path: "", ...place, message, remedy: "write characters of Latin-1 only, or leave it out" }];
}
