/** Requests that differ from a witness. */
import type { Request } from "../../kms/policy/evaluate/request";

/** The same request without the condition keys whose names match. */
export function withoutContext(request: Request, keys: RegExp): Request {
  const context = Object.entries(request.context).filter(([key]) => !keys.test(key));
  return { ...request, context: Object.fromEntries(context) };
}
