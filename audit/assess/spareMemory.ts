/** Keeps the memory of a long run near what it really holds. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Keys between two collections. */
const KEYS_BETWEEN = 500;

/**
 * Returns a function to call after each key. V8 lets garbage grow to a multiple of what lives before it collects it; of ten
 * thousand keys that is more than a small build machine has.
 */
export function spareMemory(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let keys = 0;
  return () => {
    keys += 1;
    if (keys % KEYS_BETWEEN === 0) collect();
  };
}
