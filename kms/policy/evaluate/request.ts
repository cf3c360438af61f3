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
  const context: Record<string, string | readonly string[]> = {};
  for (const [name, derive] of Object.entries(derivedKeys)) {
    const value = derive(request);
    if (value !== undefined) context[name] = value;
  }
  return { ...context, ...request.context };
}

/** Looks condition keys up in a request, without regard to case. What AWS derives is derived when somebody asks. */
export function lookupIn(request: Request): Lookup {
  const told = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(request.context))
    told.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  return (key) => {
    const values = told.get(key);
    if (values !== undefined) return values;
    const value = derivedByLowerCase.get(key)?.(request);
    return typeof value === "string" ? [value] : value;
  };
}

type Derive = (request: Request) => string | readonly string[] | undefined;

const derivedKeys: Readonly<Record<string, Derive>> = {
  "aws:ResourceAccount": ({ resource }) => parseArn(resource)?.account,
  "aws:RequestedRegion": ({ resource }) => {
    const region = parseArn(resource)?.region;
    return region === "" ? undefined : region;
  },
  "aws:PrincipalIsAWSService": ({ principalType }) => {
    if (principalType === "Service") return "true";
    return isOfAccount(principalType) ? "false" : undefined;
  },
  "aws:PrincipalServiceName": ({ principalType, principal }) =>
    principalType === "Service" ? principal : undefined,
  "aws:PrincipalServiceNamesList": ({ principalType, principal }) =>
    principalType === "Service" ? [principal] : undefined,
  "aws:PrincipalAccount": accountKey,
  "kms:CallerAccount": accountKey,
  "aws:PrincipalOrgID": ({ principalType, organization }) =>
    isOfAccount(principalType) ? organization : undefined,
  // A session carries its role's ARN (without the role's path, which its own ARN does not tell).
  "aws:PrincipalArn": ({ principalType, principal }) =>
    principalType === "AWS" ? (roleOfSession(principal) ?? principal) : undefined,
  "aws:PrincipalType": ({ principalType, principal }) => {
    if (principalType === "Anonymous") return "Anonymous";
    return principalType === "AWS" ? (principalTypes[kindOf(principal)] ?? "AssumedRole") : undefined;
  },
  "aws:username": ({ principalType, principal }) =>
    principalType === "AWS" && kindOf(principal) === "user" ? principal.split("/").at(-1) : undefined,
};

const derivedByLowerCase: ReadonlyMap<string, Derive> = new Map(
  Object.entries(derivedKeys).map(([name, derive]) => [name.toLowerCase(), derive]),
);

const principalTypes: Readonly<Record<string, string>> = {
  root: "Account",
  user: "User",
  "federated-user": "FederatedUser",
};

function isOfAccount(principalType: PrincipalType): boolean {
  return principalType === "AWS" || principalType === "Federated";
}

function accountKey(request: Request): string | undefined {
  return isOfAccount(request.principalType) ? callerAccount(request) : undefined;
}

/** `user`, `role`, `assumed-role`, `federated-user` or `root`. */
function kindOf(principal: string): string {
  return parseArn(principal)?.resource.split("/")[0] ?? "";
}

/** `arn:aws:sts::A:assumed-role/R/session` -> `arn:aws:iam::A:role/R`; undefined where the ARN is no session's. */
export function roleOfSession(session: string): string | undefined {
  if (!session.includes(":assumed-role/")) return undefined;
  const [, partition, account, role] =
    /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(session) ?? [];
  return role === undefined ? undefined : `arn:${partition ?? ""}:iam::${account ?? ""}:role/${role}`;
}
