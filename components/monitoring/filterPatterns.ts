/**
 * Patterns of metric filters on a log group of CloudTrail.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */

/** The longest pattern that CloudWatch Logs takes, in characters. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const MAX_FILTER_LENGTH = 1024;

/**
 * The filter of CIS AWS Foundations Benchmark 4.7, letter by letter: Security Hub (CloudWatch.7) and other checkers compare its text, and
 * terms may not be added. https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-7
 */
export const cisDisabledOrDeleted =
  "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}";

/** A call that AWS carried out. */
export const succeeded = "($.errorCode NOT EXISTS)";

/** A call that somebody made himself, not an AWS service on his behalf. */
export const notByService = "($.userIdentity.invokedBy NOT EXISTS)";

/** Records of a service for which all the terms hold. */
export function records(terms: readonly string[], service: "kms" | "cloudtrail" = "kms"): string {
  return `{ ${[is("eventSource", `${service}.amazonaws.com`), ...terms].join(" && ")} }`;
}

/** The field has the value; `*` stands for anything at the value's beginning or end. */
export function is(field: string, value: string): string {
  return `($.${field} = "${value}")`;
}

/** The field is there and has another value. */
export function isNot(field: string, value: string): string {
  return `($.${field} != "${value}")`;
}

/** The field has one of the values. */
export function isOneOf(field: string, values: readonly string[]): string {
  return anyOf(values.map((value) => is(field, value)));
}

/** One of the terms holds. */
export function anyOf(terms: readonly string[]): string {
  return terms.length === 1 ? terms.join("") : `(${terms.join(" || ")})`;
}

/** All of the terms hold. */
export function allOf(terms: readonly string[]): string {
  return terms.length === 1 ? terms.join("") : `(${terms.join(" && ")})`;
}
