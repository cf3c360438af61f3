/** What gives access beside key policies: grants, aliases, identity policies; and the changes that a review looks at. */
import type { Grant } from "../../kms/policy/evaluate/grants";
import type { KeyPolicy } from "../../kms/policy/document";
import type { Fact, Located, Reference, Resource } from "./fact";

/** A grant on a key. */
export interface GrantFacts extends Located {
  readonly key: Fact<Reference | undefined>;
  readonly granteePrincipal: Fact<string>;
  /** Whether the program that makes the grant makes the grantee, too: its role or user. */
  readonly granteeIsOwn?: boolean;
  readonly retiringPrincipal: Fact<string | undefined>;
  /** `Decrypt`, `GenerateDataKey`, ... */
  readonly operations: Fact<readonly string[]>;
  readonly constraints: Fact<Grant["constraints"]>;
  /** The AWS service that made it, such as EBS when a volume is attached; undefined where a person or program did. */
  readonly madeByService: string | undefined;
  /** ISO 8601; undefined on a grant that is only planned. */
  readonly createdAt?: string;
  /** ISO 8601: when the facts were read; ages count from here. */
  readonly readAt?: string;
}

/** An alias. */
export interface AliasFacts extends Located {
  /** `alias/prod/orders`; undefined where AWS makes one up. */
  readonly name: Fact<string | undefined>;
  readonly target: Fact<Reference | undefined>;
}

/** A policy of IAM: of a role, user or group, managed or inline. */
export interface IdentityPolicyFacts extends Located {
  readonly policy: Fact<KeyPolicy | undefined>;
  /** Why the document cannot be read. */
  readonly problem?: string;
  /** The keys that its document was built from, where the program says so. */
  readonly keys: readonly Reference[];
}

/** A step of a preview or update that touches a key. */
export interface ChangeFacts {
  readonly resource: Resource;
  /** As the engine says it: `create`, `update`, `replace`, `delete`, `discard`, ... */
  readonly operation: string;
  /** Properties that force a replacement, by the names of the provider. */
  readonly replacedBy: readonly string[];
  /** Whether the old resource stays in AWS when Pulumi forgets it. */
  readonly retained: boolean;
}
