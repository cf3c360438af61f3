/**
 * For mutation testing alone: every test starts with empty memories. Mutants share a process, and what one made would else
 * answer for the next.
 */
import { Memory } from "../../kms/policy/evaluate/memory";

let tests = 0;
beforeEach(() => {
  tests++;
});

const remembered = Object.getOwnPropertyDescriptor(Memory.prototype, "of")?.value as Memory<unknown>["of"];

Memory.prototype.of = function (
  this: Memory<unknown>,
  text: string,
  make: (text: string) => unknown,
): unknown {
  return remembered.call(this, `${tests} ${text}`, () => make(text));
};
