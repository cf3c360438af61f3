/** Whether a statement speaks of a request's principal. */
import { isAccountId } from "../../arn";
import type { PrincipalSet, Statement } from "../document";
import { callerAccount, type Request, roleOfSession } from "./request";

/** How a statement reaches a principal: not at all, by itself, or through the identity policies of the account it names. */
export type Reach = "none" | "direct" | "account";

/**
 * Whether a statement's `Principal` or `NotPrincipal` covers the request's principal.
 * An account (its root ARN or its id) stands for every principal in it that an identity policy also allows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function reachOf(
  { principal, notPrincipal }: Pick<Statement, "principal" | "notPrincipal">,
  request: Request,
): Reach {
  if (principal !== undefined) return reachOfSet(principal, request);
  return notPrincipal === undefined || isExempt(notPrincipal, request) ? "none" : "direct";
}

/** The elements of `Principal.AWS`, ready to be looked up. */
interface Elements {
  readonly names: ReadonlySet<string>;
  /** The accounts that it names as a whole. */
  readonly accounts: ReadonlySet<string>;
  /** Whether one of them may be a unique id: neither an ARN nor an account. */
  readonly hasUniqueId: boolean;
  readonly isEveryone: boolean;
}

const elementsOfSet = new WeakMap<PrincipalSet, Elements>();

function elementsOf(set: PrincipalSet): Elements {
  let elements = elementsOfSet.get(set);
  if (elements === undefined) {
    const accounts = new Set(set.AWS.flatMap((name) => accountNamed(name) ?? []));
    elementsOfSet.set(
      set,
      (elements = {
        names: new Set(set.AWS),
        accounts,
        hasUniqueId: set.AWS.some((name) => name.startsWith("A")),
        isEveryone: set.anyone || set.AWS.includes("*"),
      }),
    );
  }
  return elements;
}

function reachOfSet(set: PrincipalSet, request: Request): Reach {
  const elements = elementsOf(set);
  if (elements.isEveryone) return "direct";
  switch (request.principalType) {
    case "Service":
      return has(set.Service, request.principal) ? "direct" : "none";
    case "Federated":
      return has(set.Federated, request.principal) ? "direct" : reachThroughAccount(elements, request);
    case "CanonicalUser":
      return set.CanonicalUser.includes(request.principal) ? "direct" : "none";
    case "Anonymous":
      return "none";
    case "AWS":
      return isNamed(elements, request)
        ? isRootUser(request)
          ? "account"
          : "direct"
        : reachThroughAccount(elements, request);
  }
}

function isNamed({ names, hasUniqueId }: Elements, request: Request): boolean {
  if (names.has(request.principal)) return true;
  const role = roleArnOf(request);
  if (role !== undefined && names.has(role)) return true;
  const id = hasUniqueId ? uniqueIdOf(request) : undefined;
  return id !== undefined && names.has(id);
}

function reachThroughAccount({ accounts }: Elements, request: Request): Reach {
  const account = callerAccount(request);
  return account !== undefined && accounts.has(account) ? "account" : "none";
}

function has(named: readonly string[], principal: string): boolean {
  return named.includes(principal) || named.includes("*");
}

/**
 * `NotPrincipal` exempts a principal only where every identity of it is listed: user or role (for a session the session too) and
 * the account. A list with the user or role alone leaves the account unlisted, and so exempts nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(set: PrincipalSet, request: Request): boolean {
  const { names, accounts, isEveryone } = elementsOf(set);
  if (isEveryone) return true;
  if (request.principalType === "Service") return has(set.Service, request.principal);
  if (request.principalType === "Federated") return has(set.Federated, request.principal);
  if (request.principalType !== "AWS" || !accounts.has(callerAccount(request) ?? "")) return false;
  return isRootUser(request) || arnsOf(request).every((arn) => names.has(arn));
}

/** The account that an element of `Principal.AWS` names as a whole: an id, or the ARN of its root. */
export function accountNamed(element: string): string | undefined {
  if (isAccountId(element)) return element;
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(element)?.[1];
}

/** A session is known by its own ARN and by its role's. */
function arnsOf(request: Request): readonly string[] {
  const role = roleArnOf(request);
  return role === undefined ? [request.principal] : [request.principal, role];
}

/** The ARN that a request carries of its principal, where it is another one than the principal's own. */
function roleArnOf({ principal, context }: Request): string | undefined {
  const role = context["aws:PrincipalArn"] ?? roleOfSession(principal);
  return typeof role === "string" && role !== principal ? role : undefined;
}

/** What KMS shows once the principal is gone: the part of `aws:userid` before the session's name. */
function uniqueIdOf({ context }: Request): string | undefined {
  const userId = context["aws:userid"];
  return typeof userId === "string" ? userId.split(":")[0] : undefined;
}

function isRootUser({ principal }: Request): boolean {
  return principal.endsWith(":root");
}
