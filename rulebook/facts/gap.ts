/** What could not be read of accounts that live. */
import type { Located } from "./fact";

/** Calls that AWS did not answer about one resource. */
export interface GapFacts extends Located {
  readonly calls: readonly {
    /** `kms:ListGrants` */
    readonly action: string;
    /** AWS's error code and words. */
    readonly problem: string;
  }[];
}
