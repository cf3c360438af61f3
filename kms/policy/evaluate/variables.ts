/** Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`. */
import type { Piece } from "./pattern";

/** The values of a condition key in a request; the key in lower case. Undefined where the request does not carry it. */
export type Lookup = (key: string) => readonly string[] | undefined;

const variable = /\$\{([^}]*)\}/g;

/**
 * Puts a request's values for the variables of a policy value. Values come in as literal text: a `*` in a tag is no wildcard.
 * Only version 2012-10-17 knows variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 * @returns the pieces of the value, or undefined where a variable has no single value and no default
 */
export function resolveVariables(
  value: string,
  version: string | undefined,
  lookup: Lookup,
): readonly Piece[] | undefined {
  if (version !== "2012-10-17" || !value.includes("${")) return [{ text: value, literal: false }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of value.matchAll(variable)) {
    pieces.push({ text: value.slice(from, match.index), literal: false });
    const text = valueOf(match[1] ?? "", lookup);
    if (text === undefined) return undefined;
    pieces.push({ text, literal: true });
    from = match.index + match[0].length;
  }
  pieces.push({ text: value.slice(from), literal: false });
  return pieces;
}

/** The condition keys, in lower case, that a policy value refers to. */
export function variablesIn(value: string): readonly string[] {
  if (!value.includes("${")) return [];
  return [...value.matchAll(variable)].flatMap((match) => {
    const { name } = parse(match[1] ?? "");
    return isEscape(name) ? [] : [name.toLowerCase()];
  });
}

function valueOf(inside: string, lookup: Lookup): string | undefined {
  const { name, fallback } = parse(inside);
  if (isEscape(name)) return name;
  const values = lookup(name.toLowerCase());
  return values?.length === 1 ? values[0] : fallback;
}

/** `key, 'default'` -> both. */
function parse(inside: string): { readonly name: string; readonly fallback: string | undefined } {
  const [, name = inside, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(inside) ?? [];
  return { name, fallback };
}

function isEscape(name: string): boolean {
  return name === "*" || name === "?" || name === "$";
}
