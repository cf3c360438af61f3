/** Grants: permissions beside the key policy. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
import { encryptionContextActions } from "../build/capabilities";
import { roleOfSession, type Request } from "./request";
import type { Lookup } from "./variables";

/** A grant as `ListGrants` tells it. */
export interface Grant {
  readonly grantId?: string;
  /** The ARN of a user, role, session or account root, or a service's name. */
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  /** `Decrypt`, `GenerateDataKey`, ... without the `kms:` prefix. */
  readonly operations: readonly string[];
  readonly constraints?: {
    /** The request's encryption context must hold these pairs. */
    readonly encryptionContextSubset?: Readonly<Record<string, string>>;
    /** The request's encryption context must be these pairs. */
    readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  };
}

/** Whether a grant allows the request: its grantee by its operations and constraints, its retiring principal to retire it. */
export function grantAllows(grant: Grant, request: Request, lookup: Lookup): boolean {
  const operation = request.action.slice(request.action.indexOf(":") + 1);
  if (operation === "RetireGrant" && isPrincipal(grant.retiringPrincipal, request)) return true;
  if (!isPrincipal(grant.granteePrincipal, request)) return false;
  const isConstrained = encryptionContextActions.has(`kms:${operation}`);
  return grant.operations.includes(operation) && (!isConstrained || meetsConstraints(grant, lookup));
}

function isPrincipal(named: string | undefined, { principal, context }: Request): boolean {
  if (named === undefined) return false;
  return named === principal || named === (context["aws:PrincipalArn"] ?? roleOfSession(principal));
}

const prefix = "kms:encryptioncontext:";

/**
 * Only operations that carry an encryption context are asked for one, DescribeKey is not.
 * Encryption context pairs compare with regard to case. A request lists its keys in `kms:EncryptionContextKeys`.
 * https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-constraints
 */
function meetsConstraints({ constraints }: Grant, lookup: Lookup): boolean {
  const equals = constraints?.encryptionContextEquals;
  const wanted = Object.entries({ ...constraints?.encryptionContextSubset, ...equals });
  const keys = lookup("kms:encryptioncontextkeys");
  const holds = wanted.every(
    ([key, value]) =>
      (keys === undefined || keys.includes(key)) &&
      lookup(prefix + key.toLowerCase())?.includes(value) === true,
  );
  return holds && (equals === undefined || (keys ?? wanted).length === Object.keys(equals).length);
}
