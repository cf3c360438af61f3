/** The rules about multi-Region keys and aliases. */
import type { Rule } from "../rule";
import { aliasDangling } from "./aliasDangling";
import { regionAllowed } from "./regionAllowed";
import { replicaCoverage } from "./replicaCoverage";
import { replicaPolicyDrift } from "./replicaPolicyDrift";
import { replicateUnbounded } from "./replicateUnbounded";

/** In the order of reports. */
export const multiRegion: readonly Rule[] = [
  regionAllowed,
  replicateUnbounded,
  replicaPolicyDrift,
  replicaCoverage,
  aliasDangling,
];
