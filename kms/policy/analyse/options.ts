/** What an analysis takes as given. */

/** Whose key it is and whom its owner trusts. */
export interface AnalyseOptions {
  /** The account that owns the key: 12 digits. */
  readonly ownerAccount: string;
  /** Other accounts within the trusted zone: 12 digits each. */
  readonly trustedAccounts?: readonly string[];
  /** Organizations within the trusted zone: `o-...` each. */
  readonly trustedOrganizations?: readonly string[];
  /** The key's Region. Without it no statement is reported for naming another one. */
  readonly region?: string;
  /** The key's ARN, where it is known: then a `Resource` that names another key has no effect. */
  readonly keyArn?: string;
  /** The moment of the analysis: a condition that ends before it is never met again. Now, where left out. */
  readonly now?: Date;
}
