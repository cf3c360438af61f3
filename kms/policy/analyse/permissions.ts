/** Who can do what, as a table. */
import type { Statement } from "../document";
import type { Request } from "../evaluate/request";
import { groupBy } from "./groupBy";
import type { Holding } from "./holdings";
import type { Party } from "./parties";
import type { Zone } from "./persona";

/** Who a party is, for readers. */
export interface PartyDescription {
  readonly zone: Zone;
  /** The principals' names; one of them stands for everyone where the policy names none. */
  readonly principals: readonly string[];
  /** Whether the policy names these very principals, rather than their account or everyone. */
  readonly explicit: boolean;
  readonly account: string;
  /** Whether an identity policy of the principals' account must allow it too. */
  readonly needsIdentityPolicy: boolean;
}

/** What one party may do by one statement. */
export interface Permission extends PartyDescription {
  readonly statement: Statement;
  /** Sorted. */
  readonly actions: readonly string[];
  /** A request of one of these actions that is allowed. */
  readonly request: (action: string) => Request;
}

/** Reads the table off the holdings. */
export function permissionsOf(holdings: readonly Holding[]): readonly Permission[] {
  return withoutCovered(
    holdings.map(({ allow, party, reach, actions, request }) => ({
      ...describeParty(party, reach),
      statement: allow.statement,
      actions: [...actions].sort(),
      request,
    })),
  );
}

/** What a statement gives to anyone need not be told of particular outsiders too. */
export function withoutCovered<Entry extends Pick<Permission, "zone" | "statement" | "actions">>(
  entries: readonly Entry[],
): readonly Entry[] {
  const ofAnyone = groupBy(
    entries.filter(({ zone }) => zone === "arbitrary"),
    ({ statement }) => statement,
  );
  return entries.filter(({ zone, statement, actions }) => {
    const open = zone === "named" || zone === "trusted" ? (ofAnyone.get(statement) ?? []) : [];
    return !open.some((other) => actions.every((action) => other.actions.includes(action)));
  });
}

/** Describes a party as a statement reaches it. */
export function describeParty({ members, persona }: Party, reach: Holding["reach"]): PartyDescription {
  const explicit = members.filter((member) => member.explicit);
  const shown = explicit.length > 0 ? explicit : [persona];
  const { zone, account, principalType } = persona;
  return {
    zone,
    principals: [...new Set(shown.map(({ principal }) => principal))],
    explicit: explicit.length > 0,
    account,
    needsIdentityPolicy: principalType !== "Service" && (reach === "account" || zone !== "owner"),
  };
}
