/** Keys and key policies, as planned by a Pulumi program or as they live in an account. */
import type { KeyOrigin, KeySpec, KeyUsage } from "../../kms/keySpecs";
import type { KeyPolicy } from "../../kms/policy/document";
import type { Fact, Located, Reference } from "./fact";

/** A key policy document, or why there is none to judge. */
export type PolicyFact =
  | { readonly kind: "document"; readonly policy: KeyPolicy }
  /** No policy is set: AWS gives the key its default one. */
  | { readonly kind: "default" }
  | { readonly kind: "unreadable"; readonly problem: string };

/** A key policy on its own: every key has one, and so has `aws.kms.KeyPolicy`. */
export interface PolicyFacts extends Located {
  readonly policy: Fact<PolicyFact>;
  /** The usage of the key, where it is known: it says which actions mean nothing. */
  readonly usage: Fact<KeyUsage>;
  /** Whether AWS's check that the caller can still change the policy is off. */
  readonly lockoutCheckBypassed: Fact<boolean>;
  /** The key, for a policy that is attached apart; undefined on the key itself. */
  readonly attachedTo: Fact<Reference | undefined>;
  /** As AWS will see them, provider default tags included; none for a policy that is attached apart. */
  readonly tags: Fact<Tags>;
}

/** Tags by their keys. */
export type Tags = Readonly<Record<string, string>>;

/** A KMS key. */
export interface KeyFacts extends PolicyFacts {
  /** A replica takes spec, usage, origin and rotation from its primary, so rules about these do not apply to it. */
  readonly role: "singleRegion" | "primary" | "replica";
  /** The primary key, for a replica. */
  readonly primary: Fact<Reference | undefined>;
  readonly spec: Fact<KeySpec>;
  readonly origin: Fact<KeyOrigin>;
  readonly rotationEnabled: Fact<boolean>;
  /** Days. */
  readonly rotationPeriodInDays: Fact<number | undefined>;
  readonly description: Fact<string | undefined>;
  /** Days; only a program knows it, AWS forgets it until the key is deleted. */
  readonly deletionWindowInDays: Fact<number | undefined>;
  readonly enabled: Fact<boolean>;
  /** When AWS deletes imported key material: an ISO 8601 time; undefined where it never does. */
  readonly materialExpiresAt: Fact<string | undefined>;
  /** Whether Pulumi refuses to delete or replace the key; undefined on a live key, where nobody knows. */
  readonly protected: boolean | undefined;
  /** What only a key that exists has. */
  readonly live?: LiveKeyFacts;
}

/** Whether the policy is that of a key that can have no replicas. */
export function isSingleRegion(subject: PolicyFacts): boolean {
  return "role" in subject && subject.role === "singleRegion";
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export type KeyState =
  | "Creating"
  | "Enabled"
  | "Disabled"
  | "PendingDeletion"
  | "PendingReplicaDeletion"
  | "PendingImport"
  | "Unavailable"
  | "Updating";

/** A key as it lives. */
export interface LiveKeyFacts {
  readonly state: KeyState;
  /** Times are ISO 8601. */
  readonly createdAt: string;
  /** When the facts were read; ages count from here. */
  readonly readAt: string;
  /** The last rotation of the key material, automatic or on demand; undefined where there was none. */
  readonly rotatedAt: Fact<string | undefined>;
  /** The last cryptographic use; undefined where the key was never used. */
  readonly usedAt: Fact<string | undefined>;
  /** `CONNECTED`, `DISCONNECTED`, ... for a key in a custom key store. */
  readonly keyStoreState?: string;
  /** Direct calls of Encrypt and Decrypt a day, which envelope encryption would save; unknown where CloudTrail was not read. */
  readonly directCallsADay: Fact<number>;
  /** Uses of the key by the root user within the time that CloudTrail was read for; unknown where it was not. */
  readonly rootUses: Fact<number>;
}
