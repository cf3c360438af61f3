/** What is wrong with an intent, told whole. */

/** One problem of an intent: where (`users[0].principals[1]`), and what is wrong with how to mend it. */
export interface IntentProblem {
  readonly path: string;
  readonly message: string;
}

/** Thrown when no key policy can be built from an intent. */
export class KeyPolicyIntentError extends Error {
  constructor(readonly problems: readonly IntentProblem[]) {
    super(problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("\n"));
    this.name = "KeyPolicyIntentError";
  }
}

/** Checks each item of a list, under its path: `shares[1]`. */
export function each<T>(
  path: string,
  items: readonly T[] | undefined,
  check: (item: T, path: string) => IntentProblem[],
): IntentProblem[] {
  return (items ?? []).flatMap((item, index) => check(item, `${path}[${index}]`));
}
