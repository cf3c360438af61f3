/** Tells names of members by their bytes. Records have the same names in the same order, so each name is first compared with a guess. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** Different names that are remembered. */
const REMEMBERED = 1000;

/** A name and what was behind it the last time. */
interface Name<Target> {
  readonly bytes: Uint8Array;
  /** -1 where it is no name that can be told. */
  readonly length: number;
  readonly target: Target | undefined;
  /** Names that came behind it, the likeliest first. */
  next: Name<Target> | undefined;
  other: Name<Target> | undefined;
}

/** The names of one kind of object. */
export class NameTable<Target> {
  private readonly names = new Map<string, Name<Target>>();
  private readonly first: Name<Target> = nameOf(new Uint8Array(0), 0);
  private last = this.first;

  constructor(private readonly targets: ReadonlyMap<string, Target>) {}

  /**
   * The name that begins at `start`, which has no escapes and ends with a quote.
   * @returns its length and what it stands for; the length is -1 where there is no such name
   */
  at(
    bytes: Uint8Array,
    start: number,
    end: number,
  ): { readonly length: number; readonly target: Target | undefined } {
    const { last } = this;
    const { next, other } = last;
    if (next !== undefined && isAt(next, bytes, start)) return (this.last = next);
    if (other !== undefined && isAt(other, bytes, start)) return (this.last = other);
    const name = this.lookedUp(bytes, start, end);
    if (name === unknown) return unknown;
    last.other = next;
    last.next = name;
    return (this.last = name);
  }

  /** Says that an object begins: what came last in the one before tells nothing. */
  begin(): void {
    this.last = this.first;
  }

  private lookedUp(bytes: Uint8Array, start: number, end: number): Name<Target> {
    let position = start;
    while (position < end && bytes[position] !== QUOTE) {
      const byte = bytes[position] ?? 0;
      if (byte === BACKSLASH || byte < SPACE || byte > 0x7e) return unknown;
      position += 1;
    }
    if (position >= end) return unknown;
    const text = Buffer.from(bytes.subarray(start, position)).toString("latin1");
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = nameOf(bytes.slice(start, position), position - start, this.targets.get(text));
    if (this.names.size < REMEMBERED) this.names.set(text, name);
    return name;
  }
}

const unknown = nameOf<never>(new Uint8Array(0), -1);

function nameOf<Target>(bytes: Uint8Array, length: number, target?: Target): Name<Target> {
  return { bytes: Uint8Array.from(bytes), length, target, next: undefined, other: undefined };
}

function isAt(name: Name<unknown>, bytes: Uint8Array, start: number): boolean {
  const { bytes: expected, length } = name;
  if (bytes[start + length] !== QUOTE) return false;
  for (let index = 0; index < length; index += 1) if (bytes[start + index] !== expected[index]) return false;
  return true;
}
