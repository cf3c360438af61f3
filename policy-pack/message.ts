/** Verdicts as messages. */
import type { Remedy } from "../rulebook/rule";
import type { Verdict } from "../rulebook/verdict";

/** What a reader is told of a verdict; undefined where there is nothing to tell, or another rule tells it. */
export function messageOf(verdict: Verdict, remedy: Remedy): string | undefined {
  const mend = mendOf(remedy);
  if (verdict.status === "violation") return `${sentence(verdict.message)} ${mend}`;
  return verdict.status === "unknown" && verdict.reportedBy === undefined
    ? `At preview nobody knows the ${verdict.what}, so nothing can judge it: write it out as a plain value. ${mend}`
    : undefined;
}

/** What mends a violation, as messages say it. */
export function mendOf({ setting, property }: Remedy): string {
  return setting === undefined
    ? `Mend: ${property}.`
    : `Mend: ${setting} (in the stack's settings), or ${property} (on a resource of your own).`;
}

/** A capital at the beginning, unless it begins with a name: `bypassPolicyLockoutSafetyCheck`, `alias/aws/orders`, `kms:*`. */
function sentence(message: string): string {
  return `${message.replace(/^[a-z](?=[a-z']* )/, (letter) => letter.toUpperCase())}.`;
}
