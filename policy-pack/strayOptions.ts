/** Options that a configuration sets and nobody reads: the engine checks values, and passes over names that it does not know. */
import { nearest } from "../kms/nearest";

/** What to tell of the names in `config` that are no options; undefined where each is one. */
export function strayOptions(
  config: Readonly<Record<string, unknown>>,
  options: readonly string[],
): string | undefined {
  const strays = Object.keys(config).filter((name) => !options.includes(name));
  if (strays.length === 0) return undefined;
  const meant = strays.flatMap((name) => nearest(name, options) ?? []);
  const mend =
    meant.length > 0
      ? `write ${[...new Set(meant)].join(", ")}`
      : options.length > 0
        ? `the options are ${options.join(", ")}`
        : "leave it out: the rule has no options";
  return `The configuration sets ${strays.join(", ")}, which is no option of this rule, so it changes nothing. Mend: ${mend}.`;
}
