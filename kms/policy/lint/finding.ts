/** What a lint check says. */
import type { KeyUsage } from "../../keySpecs";
import type { Statement } from "../document";

/** What is known of the key; a check that needs more than is known stays silent. */
export interface LintOptions {
  /** 12 digits. */
  readonly ownerAccount?: string;
  /** The key's own Region. */
  readonly region?: string;
  readonly keyUsage?: KeyUsage;
  /** The key's own ARN. */
  readonly keyArn?: string;
}

/** Something in a policy that AWS refuses, ignores, or reads otherwise than it looks. */
export interface LintFinding {
  /** The rule of the rulebook that it breaks. */
  readonly rule: "kms-policy-invalid" | "kms-cross-account-ineffective" | "kms-region-mismatch";
  readonly severity: "high" | "medium" | "low";
  /** The statement's position, from 0; left out where it concerns the document. */
  readonly statement?: number;
  readonly sid?: string;
  /** In the text, from 1, where there is a text. */
  readonly line?: number;
  readonly message: string;
  readonly remediation: string;
  /** Whether the statement can have no effect at all for this reason. */
  readonly noEffect: boolean;
}

/** A finding before it is known which statement it belongs to. */
export interface Remark {
  readonly rule?: LintFinding["rule"];
  readonly severity?: LintFinding["severity"];
  readonly message: string;
  readonly remediation: string;
  readonly noEffect?: boolean;
}

/** Files a remark under its statement; an invalid policy of medium severity unless it says otherwise. */
export function findingOf({ index, sid, source }: Statement, remark: Remark): LintFinding {
  return {
    rule: remark.rule ?? "kms-policy-invalid",
    severity: remark.severity ?? "medium",
    statement: index,
    ...(sid !== undefined && { sid }),
    ...(source !== undefined && { line: source.line }),
    message: remark.message,
    remediation: remark.remediation,
    noEffect: remark.noEffect ?? false,
  };
}
