/** Keeps the owner's hand on the key: somebody of the account must be able to change the policy again. */
import { formatArn } from "../../arn";
import type { JsonPolicy } from "../document";
import { decide } from "../evaluate/decide";
import { keyPolicyFromJson } from "../parse";
import type { KeyFrame } from "./context";
import type { KeyPolicyIntent } from "./intent";
import type { IntentProblem } from "./problems";
import { rootArn } from "./principals";

/**
 * Whether free Deny statements leave nobody of the owner account who can change the policy. A Deny with conditions is taken
 * not to hold: it spares somebody, or the rulebook will tell.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function lockoutProblems(
  policy: JsonPolicy,
  intent: KeyPolicyIntent,
  frame: KeyFrame,
): IntentProblem[] {
  const parsed = keyPolicyFromJson(policy);
  const certain = parsed.statements.filter(
    ({ effect, conditions }) => effect === "Allow" || conditions.length === 0,
  );
  const resource = formatArn({ ...frame, service: "kms", account: frame.accountId, resource: "key/this" });
  const held = managers(intent, frame).some(
    (principal) =>
      decide(
        { ...parsed, statements: certain },
        { principalType: "AWS", principal, action: "kms:PutKeyPolicy", resource, context: {} },
      ).decision === "allowed",
  );
  if (held) return [];
  const message = `the Deny statements leave nobody of account ${frame.accountId} who could change the key policy again: spare kms:PutKeyPolicy`;
  return [{ path: "statements", message }];
}

/** Who might change the policy as far as the intent goes: the root user first, and for a pattern one who fits it. */
function managers({ administrators = [] }: KeyPolicyIntent, frame: KeyFrame): string[] {
  return [rootArn(frame.accountId, frame), ...administrators.map((name) => name.replace(/[*?]/g, "x"))];
}
