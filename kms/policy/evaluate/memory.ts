/** Keeps what was made of texts that come back: patterns, ARNs, operators and keys of a policy are few, and asked for often. */
export class Memory<Result> {
  readonly #results = new Map<string, Result>();

  /** @param most how many results to keep; with one more it starts afresh */
  constructor(readonly most: number) {}

  /** What a text makes, made when it is first asked for. */
  of(text: string, make: (text: string) => Result): Result {
    const known = this.#results.get(text);
    if (known !== undefined) return known;
    if (this.#results.size >= this.most) this.#results.clear();
    const result = make(text);
    this.#results.set(text, result);
    return result;
  }
}
