/** Errors of AWS, told apart by their codes and said in one line. */

interface AwsError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** Whether an error is one that AWS answered with, under one of these codes (`NotFoundException`). */
export function isAwsError(error: unknown, ...codes: string[]): error is AwsError {
  return error instanceof Error && "$metadata" in error && codes.includes(error.name);
}

/** A handler for `catch`: throws an error on, unless it has one of these codes. */
export function unlessAwsError(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!isAwsError(error, ...codes)) throw error;
    return undefined;
  };
}

/** Whether AWS answered with an error, so that the call did nothing; a connection that broke says neither. */
export function wasAnswered(error: unknown): boolean {
  const status = error instanceof Error ? (error as AwsError).$metadata?.httpStatusCode : undefined;
  return status !== undefined && status < 500;
}

/** What to show of an error: AWS's code and message with the request's id, never a stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const metadata = (error as AwsError).$metadata;
  if (metadata === undefined) return withCause(error);
  const request = metadata.requestId === undefined ? "" : ` (request ${metadata.requestId})`;
  return `${error.name}: ${error.message}${request}`;
}

/** Connection errors of Node say little themselves: the cause has the address. */
function withCause(error: Error): string {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause;
  const message = error.message === "" ? error.name : error.message;
  return inner instanceof Error && inner.message !== error.message ? `${message}: ${inner.message}` : message;
}
