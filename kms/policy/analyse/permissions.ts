/** Who can do what, as a table. */
import type { Statement } from "../document";
import type { Request } from "../evaluate/request";
import type { Holding } from "./holdings";
import type { Zone } from "./persona";

/** What one party may do by one statement. */
export interface Permission {
  readonly statement: Statement;
  readonly zone: Zone;
  /** The principals' names; one of them stands for everyone where the policy names none. */
  readonly principals: readonly string[];
  /** Whether the policy names these very principals, rather than their account or everyone. */
  readonly explicit: boolean;
  readonly account: string;
  /** Sorted. */
  readonly actions: readonly string[];
  /** Whether an identity policy of the principals' account must allow it too. */
  readonly needsIdentityPolicy: boolean;
  /** One of the requests that are allowed. */
  readonly witness: Request;
}

/** Reads the table off the holdings. */
export function permissionsOf(holdings: readonly Holding[]): readonly Permission[] {
  return holdings.flatMap(({ allow, party, reach, actions }): Permission[] => {
    const [witness] = actions.values();
    if (witness === undefined) return [];
    const explicit = party.members.filter((member) => member.explicit);
    const shown = explicit.length > 0 ? explicit : party.members.slice(0, 1);
    const { zone, account, principalType } = party.persona;
    return [
      {
        statement: allow.statement,
        zone,
        principals: [...new Set(shown.map(({ principal }) => principal))],
        explicit: explicit.length > 0,
        account,
        actions: [...actions.keys()].sort(),
        needsIdentityPolicy: principalType !== "Service" && (reach === "account" || zone !== "owner"),
        witness,
      },
    ];
  });
}
