/** What became of one thing that was tried. */
export interface Step {
  readonly link: string;
  readonly what: string;
  /** ARN. */
  readonly as: string;
  readonly region: string;
  readonly expected: "works" | "refused";
  /** `worked`, or AWS's error with its message. */
  readonly answer: string;
  readonly isAsExpected: boolean;
  /** One sentence. */
  readonly meaning: string;
}
