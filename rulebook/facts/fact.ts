/** What a fact is, and what it can be about. */

/** Stands for a value that nobody can know yet, such as an output of a resource that preview has not made. */
export const UNKNOWN = Symbol("unknown at preview");

/** A value, or {@link UNKNOWN}. */
export type Fact<T> = T | typeof UNKNOWN;

/** Where a fact was found, so that a message can name it. */
export interface Resource {
  /** A Pulumi URN at preview, an ARN on a live resource. */
  readonly id: string;
  /** The Pulumi type (`aws:kms/key:Key`) or the AWS service's name of it. */
  readonly type: string;
  /** The name a reader knows it by: the Pulumi resource's name, or the alias. */
  readonly name: string;
  /** What other resources call it by, as far as it is known: its ARN, its id. */
  readonly names?: readonly string[];
}

/** What a property points to: a resource of the same estate by its id, or whatever a text (ARN, id, alias, name) names. */
export type Reference =
  { readonly to: "resource"; readonly id: string } | { readonly to: "text"; readonly text: string };

/** Something at a place: every resource of AWS. */
export interface Located {
  readonly resource: Resource;
  /** 12 digits; unknown where the program does not say whose it is. */
  readonly ownerAccount: Fact<string>;
  /** `us-east-1` */
  readonly region: Fact<string>;
}

/** The value, or `otherwise` where it is not known. */
export function knownOr<T, D>(fact: Fact<T>, otherwise: D): T | D {
  return fact === UNKNOWN ? otherwise : fact;
}

/** Whether the fact is known and set. */
export function isReference(fact: Fact<Reference | undefined> | undefined): fact is Reference {
  return fact !== UNKNOWN && fact !== undefined;
}
