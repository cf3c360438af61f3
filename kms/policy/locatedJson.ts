/** JSON with the place of every value, so that a reader can be led to what is wrong. */
import type { Located } from "./located";
import { KeyPolicyError, placeAt } from "./parseProblems";
import { readPlaced } from "./placedReader";

/** A key policy nests 7 deep; what nests deeper is refused before a parser could run out of stack. */
const MAX_DEPTH = 32;

/**
 * Reads JSON.
 * @throws KeyPolicyError where it is no JSON, or nests more than 32 deep
 */
export function readJson(text: string): Located {
  const tooDeep = depthExceededAt(text);
  if (tooDeep !== undefined) {
    refuseAt(
      text,
      tooDeep,
      `the JSON nests more than ${MAX_DEPTH} deep`,
      "a key policy nests 7 deep: remove the nesting",
    );
  }
  demandJson(text);
  return readPlaced(text);
}

/** Takes a value that was parsed elsewhere; it has no places. */
export function locateValue(value: unknown, depth = 0): Located {
  if (depth > MAX_DEPTH) refuse(`the value nests more than ${MAX_DEPTH} deep`, "a key policy nests 7 deep");
  if (Array.isArray(value))
    return { kind: "array", items: value.map((item) => locateValue(item, depth + 1)) };
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return {
      kind: "object",
      members: members.map(([name, member]) => ({ name, value: locateValue(member, depth + 1) })),
    };
  }
  if (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    value === null
  ) {
    return { kind: "scalar", value };
  }
  return refuse(`the value holds a ${typeof value}, which is no JSON`, "pass the policy as plain JSON");
}

/**
 * Reads UTF-8; a byte order mark stays.
 * @throws KeyPolicyError where the bytes are no UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse("the document is not valid UTF-8", "save it as UTF-8 text");
  }
}

const [quote, backslash, ...brackets] = Array.from('"\\{[}]', (character) => character.charCodeAt(0));
const opening = brackets.slice(0, 2);

/** The offset of the bracket that nests too deep, if any; counts without recursion. */
function depthExceededAt(text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === quote) inString = !inString;
    else if (inString) offset += code === backslash ? 1 : 0;
    else if (brackets.includes(code)) depth += opening.includes(code) ? 1 : -1;
    if (depth > MAX_DEPTH) return offset;
  }
  return undefined;
}

/** What is left to be read after this is valid JSON. */
function demandJson(text: string): void {
  const fault = faultIn(text);
  if (fault === undefined) return;
  refuseAt(text, fault.offset ?? longestBeginning(text), `not JSON: ${fault.what}`, "mend the JSON here");
}

interface Fault {
  readonly what: string;
  /** Where JSON.parse tells it: not for a token that it did not expect. */
  readonly offset?: number;
}

function faultIn(text: string): Fault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    // What JSON.parse quotes of the text may itself speak of positions.
    const message = String(error).replace(/^SyntaxError: |, (?:\.\.\.)?".*/gs, "");
    const what = message.replace(/(?: in JSON)? at position .*/, "");
    const position = /at position (\d+)/.exec(message)?.[1];
    if (position !== undefined) return { what, offset: Number(position) };
    return message.includes("end of JSON") ? { what, offset: text.length } : { what };
  }
}

/** How much of the text could be the beginning of JSON. */
function longestBeginning(text: string): number {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const fault = faultIn(text.slice(0, middle));
    if (fault === undefined || (fault.offset ?? 0) >= middle) good = middle;
    else bad = middle;
  }
  return good;
}

function refuse(message: string, remedy: string): never {
  throw new KeyPolicyError([{ path: "", message, remedy }]);
}

function refuseAt(text: string, offset: number, message: string, remedy: string): never {
  throw new KeyPolicyError([{ path: "", ...placeAt(text, offset), message, remedy }]);
}
