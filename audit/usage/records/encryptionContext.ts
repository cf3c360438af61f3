/** An encryption context as a text that is the same for the same pairs, whatever their order and the white space around them. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Pairs that an ordinary context has at most. */
const FEW = 16;

/** A stretch of bytes. */
export interface Stretch {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** A context and its names. */
export interface Context {
  /** As JSON. */
  readonly context: Stretch;
  /** `name + other`. */
  readonly names: Stretch;
}

const SEPARATOR = " + ";
const separator = Buffer.from(SEPARATOR);

/** Makes contexts canonical; what it gives holds until it is asked again. */
export class ContextOrder {
  private readonly starts = new Int32Array(FEW);
  private readonly keyEnds = new Int32Array(FEW);
  private readonly values = new Int32Array(FEW);
  private readonly ends = new Int32Array(FEW);
  private readonly order = new Int32Array(FEW);
  private readonly sorted = new Uint8Array(16 * 1024);
  private readonly named = new Uint8Array(17 * 1024);
  private spaced = false;
  private readonly result: Context = {
    context: { bytes: this.sorted, start: 0, end: 0 },
    names: { bytes: this.named, start: 0, end: 0 },
  };

  /**
   * The context with its names in order.
   * @param bytes hold valid JSON from start to end
   * @returns undefined where it is no object
   */
  of(bytes: Uint8Array, start: number, end: number): Context | undefined {
    if (bytes[start] !== 0x7b) return undefined;
    const pairs = this.pairs(bytes, start, end);
    if (pairs < 0) return parsed(bytes, start, end);
    const { context, names } = this.result;
    const inOrder = this.inOrder(bytes, pairs);
    // Of a name that comes twice, JSON.parse takes the last.
    if (this.hasTwins(bytes, pairs)) return parsed(bytes, start, end);
    if (inOrder && !this.spaced) {
      context.bytes = bytes;
      context.start = start;
      context.end = end;
    } else {
      context.bytes = this.sorted;
      context.start = 0;
      context.end = this.written(bytes, pairs);
    }
    names.end = this.namesWritten(bytes, pairs);
    return this.result;
  }

  /** Finds the pairs where all are `"text": "text"` without escapes; -1 otherwise. */
  private pairs(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > this.sorted.length) return -1;
    this.spaced = false;
    let [position, count] = [this.behindSpace(bytes, start + 1), 0];
    if (bytes[position] === 0x7d) return 0;
    for (;;) {
      if (count === FEW) return -1;
      const keyEnd = behindString(bytes, position);
      if (keyEnd < 0) return -1;
      const colon = this.behindSpace(bytes, keyEnd);
      const value = this.behindSpace(bytes, colon + 1);
      const pairEnd = behindString(bytes, value);
      if (pairEnd < 0) return -1;
      this.starts[count] = position;
      this.keyEnds[count] = keyEnd;
      this.values[count] = value;
      this.ends[count] = pairEnd;
      this.order[count] = count;
      count += 1;
      const next = this.behindSpace(bytes, pairEnd);
      if (bytes[next] === 0x7d) return next === end - 1 ? count : -1;
      position = this.behindSpace(bytes, next + 1);
    }
  }

  private behindSpace(bytes: Uint8Array, start: number): number {
    let position = start;
    while ((bytes[position] ?? 0xff) <= 0x20) position += 1;
    if (position > start) this.spaced = true;
    return position;
  }

  private inOrder(bytes: Uint8Array, pairs: number): boolean {
    let sorted = true;
    for (let index = 1; index < pairs; index += 1)
      for (let at = index; at > 0 && this.compared(bytes, at - 1, at) > 0; at -= 1) {
        const moved = this.order[at] ?? 0;
        this.order[at] = this.order[at - 1] ?? 0;
        this.order[at - 1] = moved;
        sorted = false;
      }
    return sorted;
  }

  private hasTwins(bytes: Uint8Array, pairs: number): boolean {
    for (let index = 1; index < pairs; index += 1)
      if (this.compared(bytes, index - 1, index) === 0) return true;
    return false;
  }

  /** Compares the names at two places of the order. */
  private compared(bytes: Uint8Array, left: number, right: number): number {
    const [a, b] = [this.order[left] ?? 0, this.order[right] ?? 0];
    const [start, other] = [(this.starts[a] ?? 0) + 1, (this.starts[b] ?? 0) + 1];
    const [length, otherLength] = [(this.keyEnds[a] ?? 0) - 1 - start, (this.keyEnds[b] ?? 0) - 1 - other];
    for (let index = 0; index < length && index < otherLength; index += 1) {
      const difference = (bytes[start + index] ?? 0) - (bytes[other + index] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - otherLength;
  }

  private written(bytes: Uint8Array, pairs: number): number {
    const { sorted } = this;
    let at = 0;
    sorted[at++] = 0x7b;
    for (let index = 0; index < pairs; index += 1) {
      if (index > 0) sorted[at++] = 0x2c;
      const pair = this.order[index] ?? 0;
      for (let from = this.starts[pair] ?? 0; from < (this.keyEnds[pair] ?? 0); from += 1)
        sorted[at++] = bytes[from] ?? 0;
      sorted[at++] = 0x3a;
      for (let from = this.values[pair] ?? 0; from < (this.ends[pair] ?? 0); from += 1)
        sorted[at++] = bytes[from] ?? 0;
    }
    sorted[at++] = 0x7d;
    return at;
  }

  private namesWritten(bytes: Uint8Array, pairs: number): number {
    const { named } = this;
    let at = 0;
    for (let index = 0; index < pairs; index += 1) {
      if (index > 0) for (const byte of separator) named[at++] = byte;
      const pair = this.order[index] ?? 0;
      const end = (this.keyEnds[pair] ?? 0) - 1;
      for (let from = (this.starts[pair] ?? 0) + 1; from < end; from += 1) named[at++] = bytes[from] ?? 0;
    }
    return at;
  }
}

/** The offset behind a string without escapes, or -1. */
function behindString(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  for (let position = start + 1; position < bytes.length; position += 1) {
    const byte = bytes[position];
    if (byte === QUOTE) return position + 1;
    if (byte === BACKSLASH) return -1;
  }
  return -1;
}

function parsed(bytes: Uint8Array, start: number, end: number): Context {
  const context = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString()) as Readonly<
    Record<string, unknown>
  >;
  const pairs = Object.entries(context).map(([name, value]) => ({
    name: Buffer.from(name),
    pair: `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  }));
  pairs.sort((left, right) => Buffer.compare(left.name, right.name));
  return {
    context: stretchOf(`{${pairs.map(({ pair }) => pair).join(",")}}`),
    names: stretchOf(pairs.map(({ name }) => name.toString()).join(SEPARATOR)),
  };
}

function stretchOf(text: string): Stretch {
  const bytes = Buffer.from(text);
  return { bytes, start: 0, end: bytes.length };
}
