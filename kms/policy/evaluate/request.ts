/** A request to AWS KMS, as key policies see it. */
import { isAccountId, parseArn } from "../../arn";
import type { Lookup } from "./variables";

/** What kind of principal signs the request. */
export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser" | "Anonymous";

/** The values of condition keys; several values make a list. Keys are read without regard to case. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** One concrete request: who asks for what, on which key, under what circumstances. */
export interface Request {
  readonly principalType: PrincipalType;
  /**
   * The ARN of a user, a role (a session of it asks), an assumed-role session, a federated user or an account's root user;
   * for `Service` the service's name (`logs.us-east-1.amazonaws.com`); for `Federated` the identity provider; `*` for anonymous.
   */
  readonly principal: string;
  /** The account that the principal belongs to: 12 digits. Taken from the ARN where it is left out. */
  readonly account?: string;
  /** The organization that the account belongs to: `o-...`. */
  readonly organization?: string;
  /** `kms:Decrypt` */
  readonly action: string;
  /** The key's ARN; its account is the key's owner. */
  readonly resource: string;
  /** Condition keys of the request. What follows from the rest of the request needs no mention: see {@link contextOf}. */
  readonly context: RequestContext;
}

/** The account that a request comes from, or undefined where it comes from none (a service, an anonymous caller). */
export function callerAccount(request: Request): string | undefined {
  if (request.principalType === "Service" || request.principalType === "Anonymous") return undefined;
  return request.account ?? parseArn(request.principal)?.account;
}

/** The account that owns the key, or undefined where `resource` is no ARN. */
export function ownerOf(request: Request): string | undefined {
  const account = parseArn(request.resource)?.account;
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/**
 * Everything that the request's context holds: what AWS derives from principal, key and organization, and what the request says.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf(request: Request): RequestContext {
  return { ...derivedFromKey(request), ...derivedFromPrincipal(request), ...request.context };
}

/** Looks condition keys up in a request, without regard to case. */
export function lookupIn(request: Request): Lookup {
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(contextOf(request)))
    values.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  return (key) => values.get(key);
}

function derivedFromKey({ resource }: Request): RequestContext {
  const arn = parseArn(resource);
  if (arn === undefined) return {};
  return {
    "aws:ResourceAccount": arn.account,
    ...(arn.region !== "" && { "aws:RequestedRegion": arn.region }),
  };
}

function derivedFromPrincipal(request: Request): RequestContext {
  switch (request.principalType) {
    case "AWS":
    case "Federated":
      return {
        ...accountKeys(request),
        ...(request.principalType === "AWS" ? principalKeys(request.principal) : {}),
      };
    case "Service":
      return {
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": request.principal,
        "aws:PrincipalServiceNamesList": [request.principal],
      };
    case "CanonicalUser":
      return {};
    case "Anonymous":
      return { "aws:PrincipalType": "Anonymous" };
  }
}

function accountKeys(request: Request): RequestContext {
  const account = callerAccount(request);
  return {
    "aws:PrincipalIsAWSService": "false",
    ...(account !== undefined && { "aws:PrincipalAccount": account, "kms:CallerAccount": account }),
    ...(request.organization !== undefined && { "aws:PrincipalOrgID": request.organization }),
  };
}

/** A session carries its role's ARN (without the role's path, which its own ARN does not tell). */
function principalKeys(principal: string): RequestContext {
  const arn = parseArn(principal);
  const [kind = "", ...names] = arn?.resource.split("/") ?? [];
  const name = names.at(-1) ?? "";
  switch (kind) {
    case "root":
      return { "aws:PrincipalArn": principal, "aws:PrincipalType": "Account" };
    case "user":
      return { "aws:PrincipalArn": principal, "aws:PrincipalType": "User", "aws:username": name };
    case "assumed-role":
      return {
        "aws:PrincipalArn": roleOfSession(principal) ?? principal,
        "aws:PrincipalType": "AssumedRole",
      };
    case "federated-user":
      return { "aws:PrincipalArn": principal, "aws:PrincipalType": "FederatedUser" };
    default:
      return { "aws:PrincipalArn": principal, "aws:PrincipalType": "AssumedRole" };
  }
}

/** `arn:aws:sts::A:assumed-role/R/session` -> `arn:aws:iam::A:role/R`; undefined where the ARN is no session's. */
export function roleOfSession(session: string): string | undefined {
  if (!session.includes(":assumed-role/")) return undefined;
  const [, partition, account, role] =
    /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(session) ?? [];
  return role === undefined ? undefined : `arn:${partition ?? ""}:iam::${account ?? ""}:role/${role}`;
}
