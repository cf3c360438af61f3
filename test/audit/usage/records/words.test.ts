import assert from "node:assert/strict";
import fc from "fast-check";
import { areAt, plainUpTo, wordsOf } from "../../../../audit/usage/records/words";

const bytes = fc.uint8Array({ maxLength: 30 });
/** ASCII with many quotes and backslashes, and here and there a byte that is none. */
const texts = fc.array(
  fc.oneof({ arbitrary: fc.constantFrom(0x22, 0x5c, 0x20, 0x21, 0x7f, 0x61), weight: 9 }, fc.nat(255)),
  { maxLength: 30 },
);

describe("words", () => {
  it("tell a text from all others where three bytes follow it", () => {
    const name = fc.stringMatching(/^[ -~]{1,20}$/);
    fc.assert(
      fc.property(bytes, name, name, bytes, (before, there, other, behind) => {
        const all = Buffer.concat([before, Buffer.from(there), behind, Buffer.alloc(3)]);
        const view = new DataView(all.buffer, all.byteOffset, all.length);
        assert.ok(areAt(wordsOf(there), view, before.length));
        const isThere = all.toString("latin1", before.length, before.length + other.length) === other;
        assert.equal(areAt(wordsOf(other), view, before.length), isThere);
      }),
    );
  });

  it("find no text that is cut off", () => {
    const view = new DataView(Uint8Array.from(Buffer.from("nam")).buffer);
    for (const start of [0, 1, 3, 9]) assert.equal(areAt(wordsOf("name"), view, start), false);
  });

  it("pass over nothing but plain ASCII, and stop within three bytes of what is none", () => {
    fc.assert(
      fc.property(texts, fc.nat(30), fc.nat(30), (text, from, to) => {
        const [start, end] = [Math.min(from, text.length), Math.min(to, text.length)];
        const view = new DataView(Uint8Array.from(text).buffer);
        const found = plainUpTo(view, start, end);
        const unusual = text.findIndex(
          (byte, index) => index >= start && (byte < 0x20 || byte > 0x7f || byte === 0x22 || byte === 0x5c),
        );
        const first = unusual < 0 ? text.length : unusual;
        assert.ok(found >= start && found <= Math.max(first, start));
        assert.ok(found + 3 >= Math.min(first, end, text.length - 1));
      }),
    );
  });
});
