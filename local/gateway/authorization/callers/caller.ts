import type { KeyPolicy } from "../../../../kms/policy/document";
import type { RequestContext } from "../../../../kms/policy/evaluate/request";

/** Who signed a request, with what identity policies say. */
export interface Caller {
  /** The ARN of an account's root, a user or a role session. */
  readonly arn: string;
  /** 12 digits. */
  readonly account: string;
  /** The condition keys that tell of the caller: `aws:userid`, `aws:PrincipalArn`, `aws:PrincipalTag/...`. */
  readonly context: RequestContext;
  /** The caller's identity policies; an account's root may do everything. */
  readonly identityPolicies: "everything" | readonly KeyPolicy[];
}
