import assert from "node:assert/strict";
import { Memory } from "../../../../kms/policy/evaluate/memory";

describe("a memory", () => {
  let made: string[] = [];
  const upperCase = (text: string): string => {
    made.push(text);
    return text.toUpperCase();
  };
  beforeEach(() => {
    made = [];
  });
  const ask = (memory: Memory<string>, texts: string): string =>
    texts
      .split(",")
      .map((text) => memory.of(text, upperCase))
      .join("");

  it("makes the result for a text once", () => {
    assert.equal(ask(new Memory<string>(2), "a,b,a,b"), "ABAB");
    assert.deepEqual(made, ["a", "b"]);
  });

  it("starts afresh when it would hold more than it may, and still answers right", () => {
    const memory = new Memory<string>(2);
    assert.equal(ask(memory, "a,b,c"), "ABC");
    made = [];
    assert.equal(ask(memory, "c,a,c"), "CAC");
    assert.deepEqual(made, ["a"]);
  });

  it("keeps what a null stands for", () => {
    const memory = new Memory<null>(2);
    let times = 0;
    for (const text of ["a", "a"])
      memory.of(text, () => {
        times++;
        return null;
      });
    assert.equal(times, 1);
  });
});
