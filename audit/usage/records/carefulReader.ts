/** Reads the members of a record that QuickReader leaves alone, by JSON.parse. */
import { isUtf8 } from "node:buffer";
import { jsonPaths, member, type MemberName, type Members, textPaths } from "./members";

const textMembers = pathsOf(textPaths);
const jsonMembers = pathsOf(jsonPaths);

/**
 * Reads one record into the members; what is of another type than it should be counts as absent.
 * @returns why it is no record, or undefined
 */
export function readCarefully(text: Buffer, members: Members): string | undefined {
  if (!isUtf8(text)) return "is not UTF-8";
  let record: unknown;
  try {
    record = JSON.parse(text.toString().replace(escapes, whole));
  } catch {
    return "is not JSON";
  }
  const all = withParameters(record);
  const parts: Buffer[] = [];
  let length = 0;
  const add = (value: string): readonly [number, number] => {
    const part = Buffer.from(value);
    parts.push(part);
    length += part.length;
    return [length - part.length, length];
  };
  members.clear(text);
  for (const [index, path] of textMembers) {
    const value = textOf(at(all, path));
    if (value !== undefined) members.set(index, ...add(value));
  }
  for (const [index, path] of jsonMembers) {
    const value = at(all, path);
    if (value === undefined || value === null) continue;
    try {
      members.set(index, ...add(JSON.stringify(value)));
    } catch {
      // JSON.parse takes any number of brackets, JSON.stringify does not.
      return "is nested too deeply";
    }
  }
  const readOnly = at(all, ["readOnly"]);
  members.readOnly =
    readOnly === true || readOnly === "true"
      ? true
      : readOnly === false || readOnly === "false"
        ? false
        : undefined;
  const identity = at(all, ["userIdentity"]);
  members.hasIdentity = identity !== undefined && identity !== null;
  members.hasWrongIdentity = members.hasIdentity && !isObject(identity);
  const resources = at(all, ["resources"]);
  for (const resource of Array.isArray(resources) ? resources : []) {
    const arn = textOf(at(resource, ["ARN"]));
    if (arn !== undefined) members.addResource(...add(arn));
  }
  members.bytes = Buffer.concat(parts);
  return undefined;
}

/** Escapes of JSON, two halves of a character as one. */
const escapes =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[dD][89a-fA-F][\da-fA-F]{2}|\\./g;

/** Half of a character, as a text has it that was cut within an emoji, is none: JSON allows it, the database does not. */
function whole(escape: string): string {
  return /^\\u[dD]...$/.test(escape) ? "\\ufffd" : escape;
}

/** Some exports hold the parameters as text, and in it the encryption context. */
function withParameters(record: unknown): unknown {
  const parameters = unwrapped(at(record, ["requestParameters"]));
  const context = unwrapped(at(parameters, ["encryptionContext"]));
  if (!isObject(record) || parameters === undefined) return record;
  return {
    ...record,
    requestParameters:
      isObject(parameters) && context !== undefined
        ? { ...parameters, encryptionContext: context }
        : parameters,
  };
}

function unwrapped(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value.replace(escapes, whole));
  } catch {
    return value;
  }
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (!isObject(found)) return undefined;
    found = found[name];
  }
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Account ids are numbers in some exports. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}

function pathsOf(
  paths: Readonly<Partial<Record<MemberName, string>>>,
): readonly (readonly [number, readonly string[]])[] {
  return Object.entries(paths).map(([name, path]) => [member[name as MemberName], path.split(".")]);
}
