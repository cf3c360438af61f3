/** What a failed call means. */

/** Why a call failed, as far as it matters to an assessment. */
export type FailureKind =
  /** The credentials are missing, wrong or expired: nothing will work. */
  | "credentials"
  /** This call is not allowed, and others may be. */
  | "denied"
  /** The Region is not enabled in the account, or its service does not exist. */
  | "noSuchRegion"
  /** Nobody answers at the address. */
  | "unreachable"
  /** Throttled, timed out or failed on AWS's side, in every attempt. */
  | "passing"
  | "other";

/** A failed call. */
export interface Failure {
  readonly kind: FailureKind;
  /** AWS's error code, or the system's: `AccessDeniedException`, `ECONNREFUSED`. */
  readonly code: string;
  /** AWS's own words. */
  readonly message: string;
}

const CREDENTIALS = new Set([
  ...["CredentialsProviderError", "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"],
  ...["UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure"],
  ...["IncompleteSignature", "MissingAuthenticationToken", "TokenRefreshRequired", "RequestExpired"],
]);
const UNREACHABLE = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN"],
  ...["CERT_HAS_EXPIRED", "SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT"],
  // An endpoint that is no address, or that does not speak TLS.
  ...["ERR_INVALID_URL", "EPROTO"],
]);
const PASSING =
  /Throttl|TooManyRequests|RequestLimitExceeded|Timeout|ECONNRESET|EPIPE|ECONNABORTED|Internal|ServiceUnavailable|DependencyTimeout|SlowDown/i;

/** Reads an error of the SDK. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  const message = messageOf(error);
  return { kind: kindOf(error, code), code, message };
}

/** The failure in a few words, on one line: `AccessDeniedException: not authorized to perform kms:GetKeyPolicy`. */
export function tellFailure({ code, message }: Failure): string {
  const words = message.trim().replace(/\s*[\r\n]+\s*/g, " ");
  return words === "" || words === code ? code : `${code}: ${words.replace(/[.:]$/, "")}`;
}

/** Whether nobody answers at the address. */
export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.has(codeOf(error));
}

/** Whether AWS throttled the call. */
export function isThrottling(error: unknown): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i.test(codeOf(error));
}

function kindOf(error: unknown, code: string): FailureKind {
  if (CREDENTIALS.has(code)) return "credentials";
  if (/AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError/.test(code)) return "denied";
  if (code === "OptInRequired" || code === "SubscriptionRequiredException") return "noSuchRegion";
  if (UNREACHABLE.has(code)) return "unreachable";
  if (PASSING.test(code) || statusOf(error) >= 500) return "passing";
  return "other";
}

/** A system error says more by its code (`ECONNREFUSED`) than by its name (`Error`). */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error.name;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if (error instanceof AggregateError && error.message === "") return messageOf(error.errors[0]);
  return error.message;
}

function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !("$metadata" in error)) return 0;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return 0;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
}
