/** What an analysis reports. */
import type { Statement } from "../document";
import type { Request } from "../evaluate/request";

/** How bad a finding is. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Something wrong with a policy, with the request that proves it. */
export interface Finding {
  /** The rule of the rulebook: `kms-public-access`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly sid?: string;
  /** The statement's position, from 0; left out where the finding concerns the whole policy. */
  readonly statement?: number;
  readonly message: string;
  readonly remediation: string;
  /** A request that {@link decide} allows under the policy; null where the finding is that nobody may do something. */
  readonly witness: Request | null;
}

/** Files a finding under its statement. */
export function findingAt({ index, sid }: Statement, finding: Omit<Finding, "sid" | "statement">): Finding {
  return { ...finding, statement: index, ...(sid !== undefined && { sid }) };
}
