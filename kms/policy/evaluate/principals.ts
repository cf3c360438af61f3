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

function reachOfSet(set: PrincipalSet, request: Request): Reach {
  if (set.anyone || set.AWS.includes("*")) return "direct";
  switch (request.principalType) {
    case "Service":
      return has(set.Service, request.principal) ? "direct" : "none";
    case "Federated":
      return has(set.Federated, request.principal) ? "direct" : reachThroughAccount(set, request);
    case "CanonicalUser":
      return set.CanonicalUser.includes(request.principal) ? "direct" : "none";
    case "Anonymous":
      return "none";
    case "AWS":
      return identitiesOf(request).some((identity) => set.AWS.includes(identity))
        ? isRootUser(request)
          ? "account"
          : "direct"
        : reachThroughAccount(set, request);
  }
}

function reachThroughAccount(set: PrincipalSet, request: Request): Reach {
  const account = callerAccount(request);
  return account !== undefined && set.AWS.some((named) => accountNamed(named) === account)
    ? "account"
    : "none";
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
  if (set.anyone || set.AWS.includes("*")) return true;
  if (request.principalType === "Service") return has(set.Service, request.principal);
  if (request.principalType === "Federated") return has(set.Federated, request.principal);
  if (request.principalType !== "AWS") return false;
  const account = callerAccount(request);
  const accountListed = set.AWS.some((named) => accountNamed(named) === account);
  return (
    accountListed &&
    (isRootUser(request) || identitiesOf(request).every((identity) => set.AWS.includes(identity)))
  );
}

/** The account that an element of `Principal.AWS` names as a whole: an id, or the ARN of its root. */
export function accountNamed(element: string): string | undefined {
  if (isAccountId(element)) return element;
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(element)?.[1];
}

/** A session is known by its own ARN and by its role's. */
function identitiesOf(request: Request): readonly string[] {
  const role = request.context["aws:PrincipalArn"] ?? roleOfSession(request.principal);
  const userId = request.context["aws:userid"];
  const uniqueId = typeof userId === "string" ? userId.split(":")[0] : undefined;
  return [request.principal, role, uniqueId].filter(
    (identity, index, all) => typeof identity === "string" && all.indexOf(identity) === index,
  ) as string[];
}

function isRootUser({ principal }: Request): boolean {
  return principal.endsWith(":root");
}
