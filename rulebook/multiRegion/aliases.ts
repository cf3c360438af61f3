/** Which aliases point to a key. */
import { type AliasFacts, type Estate, type KeyFacts, resolve, UNKNOWN } from "../facts";

/** The aliases of the estate that point to the key. */
export function aliasesOf(key: KeyFacts, { alias: aliases }: Estate): readonly AliasFacts[] {
  return aliases.filter(
    ({ target }) => target !== UNKNOWN && target !== undefined && resolve(target, [key]) === key,
  );
}
