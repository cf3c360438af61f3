/** Keeps the memory of a long run near what it really holds. */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that may be garbage before it is collected. */
const MOST_GARBAGE = 56 * 2 ** 20;

/**
 * Returns a function to call after each key. V8 lets garbage grow to a multiple of what lives before it collects it; of ten
 * thousand keys that is more than a small build machine has.
 */
export function spareMemory(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let held = heapInUse();
  return () => {
    if (heapInUse() - held < MOST_GARBAGE) return;
    collect();
    held = heapInUse();
  };
}

/** Bytes. */
function heapInUse(): number {
  return getHeapStatistics().used_heap_size;
}
