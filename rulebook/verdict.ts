/** What a rule found. Unknown is never a pass. */
import type { Request } from "../kms/policy/evaluate/request";
import type { Fact, Resource } from "./facts";

/** What proves a violation. */
export interface Evidence {
  /** The statement, for readers: `statement 2 (ReadFromPartner)`. */
  readonly statement?: string;
  /** A request that the policy allows and should not. */
  readonly witness?: Request;
}

/** What a rule found about one subject. */
export type Verdict =
  | { readonly status: "pass" }
  | { readonly status: "notApplicable"; readonly reason: string }
  /** `what` names the property that is not known; `reportedBy` is the rule that reports it, so that one gap is told once. */
  | { readonly status: "unknown"; readonly what: string; readonly reportedBy?: string }
  /** `message` says what is wrong and where; the mend is the rule's own. */
  | { readonly status: "violation"; readonly message: string; readonly evidence?: readonly Evidence[] };

/** What a rule found about one resource; the whole stack or account where none is named. */
export interface EstateVerdict {
  readonly resource?: Resource;
  /** The Region that it is about, where that is not the resource's. */
  readonly region?: Fact<string>;
  readonly verdict: Verdict;
}

/** The verdict of a rule that is kept. */
export const pass: Verdict = { status: "pass" };

/** A violation; `message` says what is wrong. */
export const violation = (message: string, evidence?: readonly Evidence[]): Verdict => ({
  status: "violation",
  message,
  ...(evidence !== undefined && evidence.length > 0 && { evidence }),
});

/** Something that breaks a rule, with what proves it. */
export interface Found {
  readonly statement: string;
  readonly witness: Request;
}

/** A pass where nothing was found; else one violation that tells all that was. */
export const passUnless = <Kind extends Found>(
  found: readonly Kind[],
  tell: (one: Kind) => string,
): Verdict =>
  found.length === 0
    ? pass
    : violation(
        found.map(tell).join("; "),
        found.map(({ statement, witness }) => ({ statement, witness })),
      );

/** A rule that does not apply to this subject, and why. */
export const notApplicable = (reason: string): Verdict => ({ status: "notApplicable", reason });

/** A rule that cannot decide because `what` is not known yet, which the rule `reportedBy` reports, or else this one. */
export const unknown = (what: string, reportedBy?: string): Verdict => ({
  status: "unknown",
  what,
  ...(reportedBy !== undefined && { reportedBy }),
});
