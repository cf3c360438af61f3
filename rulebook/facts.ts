/** The one model that rules look at: a key as planned by a Pulumi program, or as it lives in an account. */
import type { KeyUsage, KeySpec, KeyOrigin } from "../kms/keySpecs";
import type { KeyPolicy } from "../kms/policy/document";

/** Stands for a value that nobody can know yet, such as an output of a resource that preview has not made. */
export const UNKNOWN = Symbol("unknown at preview");

/** A value, or {@link UNKNOWN}. */
export type Fact<T> = T | typeof UNKNOWN;

/** Where a fact was found, so that a message can name it. */
export interface Resource {
  /** A Pulumi URN at preview, an ARN on a live key. */
  readonly id: string;
  /** The Pulumi type (`aws:kms/key:Key`) or the AWS service's name of it. */
  readonly type: string;
  /** The name a reader knows it by: the Pulumi resource's name, or the alias. */
  readonly name: string;
}

/** Why a key policy cannot be judged: it is not written, or is not a policy document. */
export type PolicyFact =
  | { readonly kind: "document"; readonly policy: KeyPolicy }
  /** No policy is set: AWS gives the key its default one. */
  | { readonly kind: "default" }
  | { readonly kind: "unreadable"; readonly problem: string };

/** A key policy on its own: every key has one, and so has `aws.kms.KeyPolicy`. */
export interface PolicyFacts {
  readonly resource: Resource;
  /** 12 digits; unknown where the program does not say whose key it is. */
  readonly ownerAccount: Fact<string>;
  readonly region: Fact<string>;
  readonly policy: Fact<PolicyFact>;
}

/** A KMS key. */
export interface KeyFacts extends PolicyFacts {
  /** A replica takes spec, usage, origin and rotation from its primary, so rules about these do not apply to it. */
  readonly role: "singleRegion" | "primary" | "replica";
  readonly spec: Fact<KeySpec>;
  readonly usage: Fact<KeyUsage>;
  readonly origin: Fact<KeyOrigin>;
  readonly rotationEnabled: Fact<boolean>;
  /** Days. */
  readonly rotationPeriodInDays: Fact<number | undefined>;
  readonly description: Fact<string | undefined>;
  /** Days; only a program knows it, AWS forgets it until the key is deleted. */
  readonly deletionWindowInDays: Fact<number | undefined>;
  readonly enabled: Fact<boolean>;
  /** As AWS will see them: provider default tags included. */
  readonly tags: Fact<Readonly<Record<string, string>>>;
}
