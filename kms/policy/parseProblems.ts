/** Why a text is no key policy. */

/** One problem: where, what is wrong, and how to mend it. Lines and columns count from 1. */
export interface PolicyProblem {
  /** `Statement[0].Condition.StringEquals`; empty for the document as a whole. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly remedy: string;
}

/** Thrown when a text or a value is no key policy. */
export class KeyPolicyError extends Error {
  constructor(readonly problems: readonly PolicyProblem[]) {
    super(problems.map(tell).join("\n"));
    this.name = "KeyPolicyError";
  }
}

/** Where an offset of a text is: line and column, from 1. */
export function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** `line 3, column 7, Statement[0].Effect: is 5; write "Allow" or "Deny"` */
function tell({ line, column, path, message, remedy }: PolicyProblem): string {
  const where = [
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
    ...(path === "" ? [] : [path]),
  ].join(", ");
  return `${where === "" ? "" : `${where}: `}${message}; ${remedy}`;
}
