/** A text that fits several patterns at once. */
import type { Piece } from "../evaluate/pattern";

const STAR = 0;
const ANY = 1;
type Token = string | typeof STAR | typeof ANY;

/** States that are looked at before giving up: patterns of some hundred characters need far fewer. */
const MOST_STATES = 20_000;

/**
 * A short text that fits all patterns, or undefined where there is none (or none was found within bounds).
 * @param filler stands where only `?` asks for a character
 */
export function commonText(
  patterns: readonly (string | readonly Piece[])[],
  filler = "x",
): string | undefined {
  const tokens = patterns.map(tokensOf);
  const stack: { readonly at: readonly number[]; readonly text: string }[] = [
    { at: tokens.map(() => 0), text: "" },
  ];
  const seen = new Set<string>();
  for (let state = stack.pop(); state !== undefined && seen.size < MOST_STATES; state = stack.pop()) {
    const key = state.at.join();
    if (seen.has(key)) continue;
    seen.add(key);
    const { at, text } = state;
    if (at.every((position, index) => position === tokens[index]?.length)) return text;
    const consumed = consume(tokens, at, filler);
    if (consumed !== undefined) stack.push({ at: consumed.at, text: text + consumed.character });
    // Pushed last, so taken first: a star that need not stretch does not.
    at.forEach((position, index) => {
      if (tokens[index]?.[position] === STAR) stack.push({ at: at.with(index, position + 1), text });
    });
  }
  return undefined;
}

/** Moves every pattern over one character; stars stay where they are. */
function consume(
  tokens: readonly (readonly Token[])[],
  at: readonly number[],
  filler: string,
): { readonly at: readonly number[]; readonly character: string } | undefined {
  const next = at.map((position, index) => tokens[index]?.[position]);
  if (next.includes(undefined) || next.every((token) => token === STAR)) return undefined;
  const characters = next.filter((token) => typeof token === "string");
  const character = characters[0] ?? filler;
  if (characters.some((other) => other !== character)) return undefined;
  return { at: at.map((position, index) => (next[index] === STAR ? position : position + 1)), character };
}

function tokensOf(pattern: string | readonly Piece[]): Token[] {
  if (typeof pattern === "string") return pattern.split("").map(tokenOf);
  return pattern.flatMap(({ text, literal }) => (literal ? text.split("") : text.split("").map(tokenOf)));
}

function tokenOf(character: string): Token {
  return character === "*" ? STAR : character === "?" ? ANY : character;
}
