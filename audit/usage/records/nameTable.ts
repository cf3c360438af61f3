/** Tells names of members by their bytes. Records have the same names in the same order, so each name is first compared with a guess. */
import { areAt, type Words, wordsOf } from "./words";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** Different names that are remembered. */
const REMEMBERED = 1000;

/** A name and what was behind it the last time. */
export interface Name<Target> {
  /** The name and the quote that ends it. */
  readonly quoted: Words;
  /** What the name stands for, if it is known. */
  readonly target: Target | undefined;
  /** Names that came behind it, the likeliest first. */
  next: Name<Target> | undefined;
  other: Name<Target> | undefined;
}

/** The names of one kind of object. */
export class NameTable<Target> {
  /** In place of the name before the first one. */
  readonly first: Name<Target> = nameOf<Target>("", undefined);
  private readonly names = new Map<string, Name<Target>>();

  constructor(private readonly targets: ReadonlyMap<string, Target>) {}

  /**
   * The name that begins at `start`, which has no escapes and ends with a quote before `end`.
   * @param view the same bytes
   * @param before the name before it in the object, or `first`
   * @returns undefined where there is no such name
   */
  at(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    before: Name<Target>,
  ): Name<Target> | undefined {
    const { next, other } = before;
    if (next !== undefined && areAt(next.quoted, view, start)) return next;
    if (other !== undefined && areAt(other.quoted, view, start)) return other;
    const name = this.lookedUp(bytes, start, end);
    if (name === undefined) return undefined;
    before.other = next;
    before.next = name;
    return name;
  }

  private lookedUp(bytes: Uint8Array, start: number, end: number): Name<Target> | undefined {
    let position = start;
    while (position < end && bytes[position] !== QUOTE) {
      const byte = bytes[position] ?? 0;
      if (byte === BACKSLASH || byte < SPACE || byte > 0x7e) return undefined;
      position += 1;
    }
    if (position >= end) return undefined;
    const text = Buffer.from(bytes.subarray(start, position)).toString("latin1");
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = nameOf(text, this.targets.get(text));
    if (this.names.size < REMEMBERED) this.names.set(text, name);
    return name;
  }
}

function nameOf<Target>(text: string, target: Target | undefined): Name<Target> {
  return { quoted: wordsOf(`${text}"`), target, next: undefined, other: undefined };
}
