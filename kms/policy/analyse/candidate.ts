/** One way to fill in a part of a request, and who can bring it about. */
import type { Condition } from "../document";
import type { RequestContext } from "../evaluate/request";
import type { Lookup } from "../evaluate/variables";
import type { Persona } from "./persona";
import type { Universe } from "./universe";

/** 0: anyone; 1: only whom the policy names; 2: only the trusted zone. */
export type Rank = 0 | 1 | 2;

/** One way to fill in a variable. Keys in lower case; a key that is left out is missing from the request. */
export interface Candidate {
  readonly values: RequestContext;
  readonly rank: Rank;
}

/** The request does not carry the key. */
export const MISSING: Candidate = { values: {}, rank: 0 };

/** What the values to try may depend on. */
export interface CandidateContext {
  readonly persona: Persona;
  readonly universe: Universe;
  /** The conditions of all policies on this variable. */
  readonly conditions: readonly Condition[];
  /** Those that refer to this variable in a value. */
  readonly referring: readonly Condition[];
  /** For policy variables: the persona's keys, and what was chosen before. */
  readonly lookup: Lookup;
}
