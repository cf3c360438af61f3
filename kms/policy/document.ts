/**
 * A key policy as data: the normalized form that everything in `kms/` reads and writes.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** What a statement says of who: `Principal` or `NotPrincipal`, every value a list. `"*"` alone is `{ AWS: ["*"] }` with `anyone` set. */
export interface PrincipalSet {
  /** `"Principal": "*"` was written, which means the same as `{"AWS": "*"}` for anonymous and AWS callers. */
  readonly anyone: boolean;
  /** Account ids, account roots, role, user, assumed-role and federated-user ARNs, unique ids, or `*`. */
  readonly AWS: readonly string[];
  /** Service principals, such as `logs.us-east-1.amazonaws.com`. */
  readonly Service: readonly string[];
  /** Identity providers: `cognito-identity.amazonaws.com`, an OIDC or SAML provider ARN. */
  readonly Federated: readonly string[];
  /** Canonical user ids (S3's; KMS ignores them). */
  readonly CanonicalUser: readonly string[];
}

/** One condition: an operator as written (`ForAllValues:StringLikeIfExists`), a condition key as written, and its values. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a key policy. Exactly one of each pair (`principal`/`notPrincipal`, `actions`/`notActions`, ...) is set in a valid one. */
export interface Statement {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  readonly principal?: PrincipalSet;
  readonly notPrincipal?: PrincipalSet;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly Condition[];
  /** Why AWS gives the statement no effect (no `Resource`, an `Effect` in the wrong case, ...); left out where it has one. */
  readonly ineffective?: string;
  /** Where it stands in the text, where there is a text. */
  readonly source?: SourceRange;
}

/** A part of a text: lines and columns count from 1. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** Something in the document that AWS refuses, although its meaning is clear. */
export interface PolicyNote {
  /** `Statement[0].Effect` */
  readonly path: string;
  /** The statement's position, from 0; left out where it concerns the document. */
  readonly statement?: number;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly remedy: string;
}

/** A parsed key policy. */
export interface KeyPolicy {
  readonly version?: string;
  readonly id?: string;
  readonly statements: readonly Statement[];
  /** What AWS refuses in the document as it was written. */
  readonly notes?: readonly PolicyNote[];
  /** Length of the text in UTF-8, where there is a text. */
  readonly bytes?: number;
}

/** A principal as policies write it. */
export type JsonPrincipal = "*" | Readonly<Record<string, string | readonly string[]>>;

/** A statement as policies write it, with Sids, lists and conditions as AWS takes them. */
export interface JsonStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: JsonPrincipal;
  readonly NotPrincipal?: JsonPrincipal;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document as AWS takes it: plain JSON. */
export interface JsonPolicy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly JsonStatement[];
}
