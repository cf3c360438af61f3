/** Somebody who might ask: the principals that an analysis tries. */
import { lookupIn, type PrincipalType, type Request, type RequestContext } from "../evaluate/request";
import type { Lookup } from "../evaluate/variables";

/**
 * - `owner`: in the key's account
 * - `trusted`: in a trusted account
 * - `named`: outside, and the policy names its account, principal or provider
 * - `arbitrary`: outside, and the policy names it nowhere
 * - `service`: an AWS service for itself; on whose behalf says `account`
 */
export type Zone = "owner" | "trusted" | "named" | "arbitrary" | "service";

/** A principal to try. */
export class Persona {
  readonly zone: Zone;
  readonly principalType: PrincipalType;
  readonly principal: string;
  /** The account it belongs to; for a service the account it acts for. */
  readonly account: string;
  /** Condition keys beyond those that follow from the principal. */
  readonly context: RequestContext;
  /** Whether the policy names this very principal, rather than its account or everyone. */
  readonly explicit: boolean;
  /** Tells personas apart. */
  readonly identity: string;
  /** The persona, asking for nothing yet. */
  readonly bare: Request;
  // Kept here and not in a WeakMap, whose values outlive many policies.
  #own: Lookup | undefined;

  constructor({ zone, principalType, principal, account, context, explicit }: PersonaTraits) {
    this.zone = zone;
    this.principalType = principalType;
    this.principal = principal;
    this.account = account;
    this.context = context;
    this.explicit = explicit;
    this.bare = requestOf(this, "", "");
    const userId = context["aws:userid"];
    this.identity = `${principalType} ${principal} ${account} ${zone} ${typeof userId === "string" ? userId : ""}`;
  }

  /** What the persona's own keys (`aws:PrincipalArn`, ...) hold; nothing of what is chosen per request. */
  readonly lookup: Lookup = (key) => {
    // Most policies never ask, so the keys are spelt out at the first question.
    this.#own ??= lookupIn(this.bare);
    return this.#own(key);
  };
}

/** What a persona is made from. */
type PersonaTraits = Pick<
  Persona,
  "zone" | "principalType" | "principal" | "account" | "context" | "explicit"
>;

/** Whether the persona stands outside the trusted zone. */
export function isOutside({ zone }: Persona): boolean {
  return zone === "named" || zone === "arbitrary";
}

/** The persona asking for something, with no more context than follows from who it is. */
export function requestOf(
  persona: PersonaTraits,
  action: string,
  resource: string,
  chosen?: RequestContext,
): Request {
  const { principalType, principal, account } = persona;
  const context = chosen === undefined ? persona.context : { ...persona.context, ...chosen };
  return principalType === "Service"
    ? { principalType, principal, action, resource, context }
    : { principalType, principal, account, action, resource, context };
}
