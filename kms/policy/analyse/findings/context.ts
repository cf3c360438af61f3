/** What every finding is read from. */
import type { Holding } from "../holdings";
import type { Search } from "../search";
import type { Standing } from "../tell";

/** What all parties hold by one statement: at least one does. */
export type Holdings = readonly [Holding, ...Holding[]];

/** A policy's holdings, and the search for further questions. */
export interface FindingContext {
  readonly search: Search;
  readonly holdings: readonly Holding[];
  /** The holdings by statement, in the order of the policy. */
  readonly byAllow: ReadonlyMap<Holding["allow"], Holdings>;
}

/** Whether the holding is the owner account's own: its IAM policies decide who has it, and no statement names them. */
export function isDelegation({ party, reach }: Holding): boolean {
  return reach === "account" && party.persona.zone === "owner";
}

/** Whether the holders are named by the policy, or at least not an AWS service. */
export function isService({ party }: Holding): boolean {
  return party.persona.zone === "service";
}

/** Whether the holders are whoever comes along, or known to somebody. */
export function standingOf({ party }: Pick<Holding, "party">): Standing {
  return party.persona.zone === "arbitrary" ? "anyone" : "named";
}
