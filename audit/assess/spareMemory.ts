/** Keeps the memory of a long run near what it really holds. */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that outlived V8's quick collections, most of them garbage by now, before all is collected. */
const MOST_SINCE = 32 * 2 ** 20;
/** Bytes for new objects, among which V8 collects quickly; it would go up to 128 MB. */
const ENOUGH_FOR_NEW = 32 * 2 ** 20;

/**
 * Returns a function to call after each key. What waits for AWS's answer outlives V8's quick collections, and of that V8 lets garbage
 * grow to a multiple of what lives; of ten thousand keys that is more than a small build machine has.
 */
export function spareMemory(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let held = spaceOf("old_space").space_used_size;
  let isGrowing = true;
  const spare = (): void => {
    if (isGrowing && spaceOf("new_space").space_size >= ENOUGH_FOR_NEW) {
      setFlagsFromString("--semi-space-growth-factor=1");
      isGrowing = false;
    }
    if (spaceOf("old_space").space_used_size - held < MOST_SINCE) return;
    collect();
    held = spaceOf("old_space").space_used_size;
  };
  spare();
  return spare;
}

function spaceOf(name: "old_space" | "new_space") {
  const found = getHeapSpaceStatistics().find(({ space_name }) => space_name === name);
  return found ?? { space_size: 0, space_used_size: 0 };
}
