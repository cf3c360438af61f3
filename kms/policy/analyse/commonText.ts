/** A text that fits several patterns at once. */
import { hasWildcard } from "../../arn";
import { fits, type Piece } from "../evaluate/pattern";

const STAR = 0;
const ANY = 1;
type Token = string | typeof STAR | typeof ANY;

/** States that are looked at before giving up: patterns of a hundred characters need far fewer. */
const MOST_STATES = 4000;

/**
 * A short text that fits all patterns, or undefined where there is none (or none was found within bounds).
 * @param filler stands where only `?` asks for a character
 */
export function commonText(
  patterns: readonly (string | readonly Piece[])[],
  filler = "x",
): string | undefined {
  const exact = patterns.find((pattern) => typeof pattern === "string" && !hasWildcard(pattern));
  if (typeof exact === "string" && patterns.every((pattern) => typeof pattern === "string"))
    return patterns.every((pattern) => fits(pattern, exact)) ? exact : undefined;
  return beginAlike(patterns) ? searchText(patterns.map(tokensOf), filler) : undefined;
}

/** Most pairs differ before their first wildcard. */
function beginAlike(patterns: readonly (string | readonly Piece[])[]): boolean {
  const heads = patterns.map((pattern) =>
    typeof pattern === "string" ? (/^[^*?]*/.exec(pattern)?.[0] ?? "") : "",
  );
  return heads.every((head, index) =>
    heads.slice(index + 1).every((other) => head.startsWith(other) || other.startsWith(head)),
  );
}

function searchText(tokens: readonly (readonly Token[])[], filler: string): string | undefined {
  const stack: State[] = [{ at: tokens.map(() => 0), character: "", before: undefined }];
  const seen = new Set<number>();
  for (let state = stack.pop(); state !== undefined && seen.size < MOST_STATES; state = stack.pop()) {
    const { at } = state;
    const key = at.reduce((sum, position, index) => sum * ((tokens[index]?.length ?? 0) + 1) + position, 0);
    if (seen.has(key)) continue;
    seen.add(key);
    if (at.every((position, index) => position === tokens[index]?.length)) return textOf(state);
    const consumed = consume(tokens, at, filler);
    if (consumed !== undefined) stack.push({ ...consumed, before: state });
    // Pushed last, so taken first: a star that need not stretch does not.
    at.forEach((position, index) => {
      if (tokens[index]?.[position] === STAR)
        stack.push({ at: at.with(index, position + 1), character: "", before: state });
    });
  }
  return undefined;
}

/** Where each pattern stands, and the text so far as a chain of characters. */
interface State {
  readonly at: readonly number[];
  readonly character: string;
  readonly before: State | undefined;
}

function textOf(last: State): string {
  const characters: string[] = [];
  for (let state: State | undefined = last; state !== undefined; state = state.before)
    characters.push(state.character);
  return characters.reverse().join("");
}

/** Moves every pattern over one character; stars stay where they are. */
function consume(
  tokens: readonly (readonly Token[])[],
  at: readonly number[],
  filler: string,
): Pick<State, "at" | "character"> | undefined {
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
