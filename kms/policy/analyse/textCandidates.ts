/** Texts to try for a condition key: what its conditions list, patterns filled in, and numbers and dates on either side. */
import { parseDate, parseNumber, parseOperator } from "../evaluate/operators";
import { keyOf } from "../evaluate/conditions";
import { resolveVariables } from "../evaluate/variables";
import type { CandidateContext } from "./candidate";
import { commonText } from "./commonText";
import type { Piece } from "../evaluate/pattern";

/** A text, and whether it came from a pattern. */
export interface TextCandidate {
  readonly text: string;
  readonly wild: boolean;
}

/** Texts for the conditions of the context, each once. */
export function textsFor(
  context: Pick<CandidateContext, "conditions" | "lookup" | "universe">,
): readonly TextCandidate[] {
  const found = new Map<string, boolean>();
  const add = (text: string, wild: boolean): void => {
    found.set(text, (found.get(text) ?? true) && wild);
  };
  const patterns: (readonly Piece[])[] = [];
  for (const condition of context.conditions) {
    const { operator, values } = condition;
    const comparison = parseOperator(operator)?.comparison;
    for (const value of values) {
      const pieces = resolveVariables(value, context.universe.versionOf(condition), context.lookup);
      if (pieces === undefined || comparison === undefined) continue;
      const text = pieces.map((piece) => piece.text).join("");
      const takesWildcards = comparison.family === "arn" || /like$/i.test(operator.replace(/ifexists$/i, ""));
      if (takesWildcards && pieces.some((piece) => !piece.literal && /[*?]/.test(piece.text))) {
        patterns.push(pieces);
        for (const filler of fillersFor(context.universe.region)) add(fill(pieces, filler), true);
      } else for (const near of nearby(comparison.family, text, operator)) add(near, false);
    }
  }
  for (const text of commonTexts(patterns)) add(text, true);
  return [...found].map(([text, wild]) => ({ text, wild }));
}

/** What a policy variable would have to be for who asks to meet the conditions that refer to it: a tag that holds one's own account. */
export function reflections({ persona, referring }: CandidateContext): readonly string[] {
  const own = persona.lookup;
  return referring.flatMap((condition) =>
    (own(keyOf(condition)) ?? []).flatMap((text) =>
      condition.values.flatMap((value) => standIn(value, text) ?? []),
    ),
  );
}

/** `arn:aws:iam::${aws:PrincipalTag/owner}:*` and `arn:aws:iam::111122223333:role/reader` -> `111122223333`. */
function standIn(value: string, text: string): string | undefined {
  const [before = "", after, ...more] = value.split(/\$\{[^}]*\}/);
  if (after === undefined || more.length > 0 || !text.startsWith(before)) return undefined;
  const [next = ""] = after.split(/[*?]/);
  const end = next === after ? text.length - after.length : text.indexOf(next, before.length);
  return end > before.length && text.startsWith(next, end) ? text.slice(before.length, end) : undefined;
}

/** A Region fits most stars in service names; then something, and nothing. */
function fillersFor(region: string): readonly string[] {
  return [region, "x", ""];
}

function fill(pieces: readonly Piece[], filler: string): string {
  return pieces
    .map(({ text, literal }) => (literal ? text : text.replaceAll("*", filler).replaceAll("?", "x")))
    .join("");
}

/** A value, and where the operator knows order or ignores case, its neighbours. */
function nearby(family: string, text: string, operator: string): readonly string[] {
  switch (family) {
    case "numeric": {
      const number = parseNumber(text);
      return number === undefined ? [] : [number - 1, number, number + 1].map(String);
    }
    case "date": {
      const time = parseDate(text);
      return time === undefined
        ? []
        : [time - 1000, time, time + 1000].map((near) => new Date(near).toISOString());
    }
    case "bool":
      return ["true", "false"];
    case "null":
    case "address":
      return family === "null" ? [] : [text.split("/")[0] ?? text];
    default:
      return /ignorecase/i.test(operator) ? [text, text.toLowerCase(), text.toUpperCase()] : [text];
  }
}

/** Patterns are tried in pairs up to this many: two conditions may each hold a pattern that only a common text meets. */
const MOST_PAIRED = 16;

function commonTexts(patterns: readonly (readonly Piece[])[]): readonly string[] {
  if (patterns.length > MOST_PAIRED) return [];
  return patterns.flatMap((pattern, index) =>
    patterns.slice(index + 1).flatMap((other) => commonText([pattern, other]) ?? []),
  );
}
