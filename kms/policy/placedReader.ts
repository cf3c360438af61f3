/** Reads valid JSON together with the place of every value. */
import type { SourceRange } from "./document";
import type { Located, Member } from "./located";

/** Reads text that `JSON.parse` accepts: what the grammar demands is taken for granted here. */
export function readPlaced(text: string): Located {
  return new PlacedReader(text).value();
}

const [quote, backslash, lineFeed] = Array.from('"\\\n', (character) => character.charCodeAt(0));

/** A cursor over the text. Valid JSON has line breaks between its tokens only. */
class PlacedReader {
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(readonly text: string) {}

  value(): Located {
    this.#skipSpace();
    const [line, column] = this.#here();
    switch (this.text[this.#at]) {
      case "{": {
        const members = this.#items("}", () => this.#member());
        return { kind: "object", members, place: this.#from(line, column) };
      }
      case "[": {
        const items = this.#items("]", () => this.value());
        return { kind: "array", items, place: this.#from(line, column) };
      }
      case '"':
        return { kind: "scalar", value: this.#string(), place: this.#from(line, column) };
      default:
        return { kind: "scalar", value: this.#literal(), place: this.#from(line, column) };
    }
  }

  #member(): Member {
    this.#skipSpace();
    const [line, column] = this.#here();
    const name = this.#string();
    this.#skipSpace();
    this.#at += 1;
    return { name, value: this.value(), place: this.#from(line, column) };
  }

  /** What stands between brackets; the cursor is on the opening one. */
  #items<Item>(close: string, item: () => Item): Item[] {
    const items: Item[] = [];
    this.#at += 1;
    this.#skipSpace();
    while (this.text[this.#at] !== close) {
      items.push(item());
      this.#skipSpace();
      if (this.text[this.#at] === ",") this.#at += 1;
    }
    this.#at += 1;
    return items;
  }

  #string(): string {
    const start = this.#at;
    let [end, isPlain] = [start + 1, true];
    for (let code = this.text.charCodeAt(end); code !== quote; code = this.text.charCodeAt(end)) {
      if (code === backslash) isPlain = false;
      end += code === backslash ? 2 : 1;
    }
    this.#at = end + 1;
    return isPlain
      ? this.text.slice(start + 1, end)
      : (JSON.parse(this.text.slice(start, this.#at)) as string);
  }

  #literal(): number | boolean | null {
    const start = this.#at;
    while (/[-+.\w]/.test(this.text.charAt(this.#at))) this.#at += 1;
    return JSON.parse(this.text.slice(start, this.#at)) as number | boolean | null;
  }

  #skipSpace(): void {
    for (let code = this.text.charCodeAt(this.#at); code <= 32; code = this.text.charCodeAt(this.#at)) {
      this.#at += 1;
      if (code !== lineFeed) continue;
      this.#line += 1;
      this.#lineStart = this.#at;
    }
  }

  #here(): readonly [line: number, column: number] {
    return [this.#line, this.#at - this.#lineStart + 1];
  }

  #from(line: number, column: number): SourceRange {
    return { line, column, endLine: this.#line };
  }
}
