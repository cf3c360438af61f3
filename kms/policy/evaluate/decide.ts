/** Decides a request as AWS KMS would, by the key policy and the grants of the key. */
import type { KeyPolicy, Statement } from "../document";
import { worksAcrossAccounts } from "../../actions";
import { type Grant, grantAllows } from "./grants";
import { callerAccount, lookupIn, ownerOf, type Request } from "./request";
import { type Outcome, outcomeOf } from "./statements";

/** What a decision may rest on besides the key policy. */
export interface DecideOptions {
  /** The key's grants; none where left out. */
  readonly grants?: readonly Grant[];
  /** Whether the caller's identity policies are taken to allow what they must: `assume` (the default), or `none` allow anything. */
  readonly identityPolicies?: "assume" | "none";
}

/** What became of one statement. */
export interface StatementOutcome {
  readonly statement: Statement;
  readonly outcome: Outcome;
}

/** A decision and its reasons. */
export type Decision = {
  /** One sentence: why. */
  readonly because: string;
  /** Every statement of the policy and whether it applied. */
  readonly statements: readonly StatementOutcome[];
} & (
  | {
      readonly decision: "allowed";
      /** The statement that allows; undefined where a grant does. */
      readonly by?: Statement;
      readonly grant?: Grant;
      /** Whether an identity policy of the caller's account must allow the request as well. */
      readonly needsIdentityPolicy: boolean;
    }
  | { readonly decision: "denied"; readonly by: Statement }
  | { readonly decision: "notAllowed" }
);

/**
 * Decides a request: a Deny wins, then a statement or a grant must allow, and from another account only some operations work at all.
 * Not modelled: identity policies (see {@link DecideOptions}), session policies, permissions boundaries, SCPs and RCPs, which only take away.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
export function decide(policy: KeyPolicy, request: Request, options: DecideOptions = {}): Decision {
  const lookup = lookupIn(request);
  const statements = policy.statements.map((statement) => ({
    statement,
    outcome: outcomeOf(statement, policy.version, request, lookup),
  }));
  const applying = statements.filter(({ outcome }) => outcome.applies);
  const deny = applying.find(({ statement }) => statement.effect === "Deny")?.statement;
  if (deny !== undefined)
    return { decision: "denied", by: deny, because: `${nameOf(deny)} denies it`, statements };
  const fromOutside = isFromOutside(request);
  if (fromOutside && !worksAcrossAccounts(request.action))
    return {
      decision: "notAllowed",
      because: `${request.action} never works from another account`,
      statements,
    };
  return (
    allowedByGrant(request, options, statements) ??
    allowedByPolicy(applying, fromOutside, request, options, statements)
  );
}

/** Whether another account than the key's owner asks. AWS services and anonymous callers belong to no account. */
function isFromOutside(request: Request): boolean {
  const caller = callerAccount(request);
  return caller !== undefined && caller !== ownerOf(request);
}

function allowedByGrant(
  request: Request,
  { grants = [] }: DecideOptions,
  statements: readonly StatementOutcome[],
): Decision | undefined {
  const lookup = lookupIn(request);
  const grant = grants.find((candidate) => grantAllows(candidate, request, lookup));
  if (grant === undefined) return undefined;
  const because = `grant ${grant.grantId ?? ""} to ${grant.granteePrincipal} allows it`.replace("  ", " ");
  return { decision: "allowed", grant, needsIdentityPolicy: false, because, statements };
}

function allowedByPolicy(
  applying: readonly StatementOutcome[],
  fromOutside: boolean,
  request: Request,
  { identityPolicies }: DecideOptions,
  statements: readonly StatementOutcome[],
): Decision {
  const isDirect = ({ outcome }: StatementOutcome): boolean => outcome.applies && outcome.reach === "direct";
  const allow = applying.find(isDirect) ?? applying[0];
  if (allow === undefined)
    return { decision: "notAllowed", because: whyNot(request, statements), statements };
  const needsIdentityPolicy = fromOutside || !isDirect(allow);
  if (needsIdentityPolicy && identityPolicies === "none")
    return {
      decision: "notAllowed",
      because: `${nameOf(allow.statement)} allows it only with an identity policy of the caller's account`,
      statements,
    };
  const also = needsIdentityPolicy ? ", given that an identity policy of the caller's account does too" : "";
  return {
    decision: "allowed",
    by: allow.statement,
    needsIdentityPolicy,
    because: `${nameOf(allow.statement)} allows it${also}`,
    statements,
  };
}

/** Names the Allow statement that came nearest. */
function whyNot({ action, principal }: Request, statements: readonly StatementOutcome[]): string {
  for (const { statement, outcome } of statements)
    if (statement.effect === "Allow" && !outcome.applies && outcome.missed === "condition")
      return `${nameOf(statement)} would allow it, but its condition ${outcome.condition.operator} ${outcome.condition.key} is not met`;
  return `no statement allows ${action} to ${principal}`;
}

/** `statement 2 (ReadFromPartner)`: positions count from 1 for readers. */
export function nameOf({ sid, index }: Statement): string {
  return sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} (${sid})`;
}
