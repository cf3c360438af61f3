/** Tells commas and brackets that stand around records where JSON allows none. */

/** Follows what stands between records, in order. What is wrong several times in a row is told once. */
export class Punctuation {
  private before: "nothing" | "comma" | "record" | "wrong" = "nothing";

  /** @param broken is told what is wrong */
  constructor(private readonly broken: (problem: string) => void) {}

  /** An array begins. */
  begin(): void {
    this.before = "nothing";
  }

  record(): void {
    this.before = "record";
  }

  comma(): void {
    if (this.before === "record") this.before = "comma";
    else this.commaTooMany();
  }

  /** What held records is over, which is a record to what holds it. */
  end(): void {
    if (this.before === "comma") this.commaTooMany();
    this.before = "record";
  }

  /** A bracket closes what is not open. */
  strayBracket(): void {
    this.wrong("is none: a bracket closes what is not open");
  }

  private commaTooMany(): void {
    this.wrong("is missing: there is a comma too many");
  }

  private wrong(problem: string): void {
    if (this.before !== "wrong") this.broken(problem);
    this.before = "wrong";
  }
}
