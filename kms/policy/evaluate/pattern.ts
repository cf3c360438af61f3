/** `*` and `?` as IAM reads them, in time linear for all practical patterns: no regular expressions, no backtracking over stars. */

import { Memory } from "./memory";

/** Text of a pattern; in `literal` text `*` and `?` stand for themselves (they came from a variable or were escaped). */
export interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

/** What stands between two stars. `open[i]` says that position i was a `?`. */
interface Segment {
  readonly text: string;
  readonly open: readonly boolean[] | undefined;
}

/** A compiled pattern: n stars make n + 1 segments. */
export interface Pattern {
  readonly segments: readonly Segment[];
}

/**
 * Compiles a pattern.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export function compilePattern(pieces: readonly Piece[]): Pattern {
  const segments: Segment[] = [];
  let text = "";
  let open: boolean[] = [];
  let anyOpen = false;
  const close = (): void => {
    segments.push({ text, open: anyOpen ? open : undefined });
    text = "";
    open = [];
    anyOpen = false;
  };
  for (const piece of pieces) {
    for (const character of piece.text.split("")) {
      if (!piece.literal && character === "*") {
        close();
        continue;
      }
      const isOpen = !piece.literal && character === "?";
      text += character;
      open.push(isOpen);
      anyOpen ||= isOpen;
    }
  }
  close();
  return { segments };
}

/** Whether the whole text fits the pattern. */
export function matchesPattern({ segments }: Pattern, text: string): boolean {
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined) return false;
  if (segments.length === 1) return text.length === first.text.length && fitsAt(first, text, 0);
  if (text.length < first.text.length + last.text.length || !fitsAt(first, text, 0)) return false;
  const end = text.length - last.text.length;
  if (!fitsAt(last, text, end)) return false;
  let from = first.text.length;
  for (const segment of segments.slice(1, -1)) {
    const at = find(segment, text, from, end);
    if (at === undefined) return false;
    from = at + segment.text.length;
  }
  return true;
}

/** Whether `text` fits the pattern as written: the short cut for actions and resources, which carry no variables. */
export function fits(pattern: string, text: string): boolean {
  if (pattern === "*") return true;
  if (!/[*?]/.test(pattern)) return pattern === text;
  return matchesPattern(compiledPatterns.of(pattern, compileText), text);
}

const compiledPatterns = new Memory<Pattern>(4096);

function compileText(text: string): Pattern {
  return compilePattern([{ text, literal: false }]);
}

function fitsAt({ text: wanted, open }: Segment, text: string, at: number): boolean {
  if (open === undefined) return text.startsWith(wanted, at);
  for (let index = 0; index < wanted.length; index++)
    if (open[index] !== true && text[at + index] !== wanted[index]) return false;
  return true;
}

/** Where the segment first fits between `from` and `end`. */
function find(segment: Segment, text: string, from: number, end: number): number | undefined {
  const latest = end - segment.text.length;
  if (segment.open === undefined) {
    const at = text.indexOf(segment.text, from);
    return at === -1 || at > latest ? undefined : at;
  }
  for (let at = from; at <= latest; at++) if (fitsAt(segment, text, at)) return at;
  return undefined;
}
