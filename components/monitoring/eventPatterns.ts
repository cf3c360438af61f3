/**
 * EventBridge patterns about KMS.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

/** A pattern as EventBridge takes it, before it is JSON. */
export interface EventPattern {
  readonly [field: string]: readonly Matcher[] | EventPattern | readonly EventPattern[];
}

/** What a field may be: a value, or a comparison. */
export type Matcher =
  | string
  | boolean
  | { readonly exists: boolean }
  | { readonly prefix: string }
  | { readonly wildcard: string }
  | { readonly "anything-but": string | readonly string[] | { readonly wildcard: readonly string[] } };

/** A call that AWS carried out. */
export const succeeded = { errorCode: [{ exists: false }] } as const;

/** A call that somebody made himself, not an AWS service on his behalf. */
export const notByService = { invokedBy: [{ exists: false }] } as const;

/** Calls that CloudTrail tells of. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export function apiCalls(detail: EventPattern, service: "kms" | "cloudtrail" = "kms"): EventPattern {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: [`${service}.amazonaws.com`], ...detail },
  };
}

/** Calls of these names that AWS carried out. */
export function calls(eventName: readonly string[], service?: "kms" | "cloudtrail"): EventPattern {
  return apiCalls({ eventName, ...succeeded }, service);
}

/** What KMS itself tells, with no trail. https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html */
export function kmsEvent(
  detailType: "KMS CMK Deletion" | "KMS Imported Key Material Expiration",
): EventPattern {
  return { source: ["aws.kms"], "detail-type": [detailType] };
}
