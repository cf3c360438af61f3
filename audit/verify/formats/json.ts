import type { Verification } from "../verify";

/** A verification for programs. `verified` says whether everything went as expected. */
export function verificationJson(verification: Verification): string {
  const { steps, isInterrupted, untried, left } = verification;
  const report = {
    verified: isProven(verification),
    interrupted: isInterrupted,
    notTried: untried,
    notRemoved: left,
    steps: steps.map(({ isAsExpected, ...step }) => ({ ...step, ok: isAsExpected })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Whether everything that is expected was tried and went as expected, and nothing stays behind. */
export function isProven({ steps, isInterrupted, left }: Omit<Verification, "untried">): boolean {
  return !isInterrupted && left.length === 0 && steps.every(({ isAsExpected }) => isAsExpected);
}
