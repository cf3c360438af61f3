/** Things that keep every rule, for tests to break in one place. */
import { keyPolicyFromJson } from "../../kms/policy/parse";
import {
  type AliasFacts,
  type ConsumerFacts,
  type Estate,
  estateOf,
  type GrantFacts,
  type IdentityPolicyFacts,
  type KeyFacts,
  type Located,
  type PolicyFact,
  type ResourceFacts,
} from "../../rulebook/facts";

export const OWNER = "111111111111";
export const OUTSIDER = "222222222222";

export const documentOf = (...statements: object[]) =>
  keyPolicyFromJson({ Version: "2012-10-17", Statement: statements });

export const policyOf = (...statements: object[]): PolicyFact => ({
  kind: "document",
  policy: documentOf(...statements),
});

/** AWS's own default key policy. */
export const rootStatement = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
  Action: "kms:*",
  Resource: "*",
};

export const allow = (principal: object | string, action: string | string[], condition?: object) => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "*",
  ...(condition && { Condition: condition }),
});

export const role = (name: string, account = OWNER) => ({ AWS: `arn:aws:iam::${account}:role/${name}` });

export function place(type: string, name: string, region = "us-east-1"): Located {
  return {
    resource: { id: `urn:pulumi:test::shop::${type}::${name}`, type, name },
    ownerAccount: OWNER,
    region,
  };
}

export const soundKey: KeyFacts = {
  ...place("aws:kms/key:Key", "orders"),
  policy: policyOf(rootStatement),
  attachedTo: undefined,
  lockoutCheckBypassed: false,
  role: "primary",
  primary: undefined,
  spec: "SYMMETRIC_DEFAULT",
  usage: "ENCRYPT_DECRYPT",
  origin: "AWS_KMS",
  rotationEnabled: true,
  rotationPeriodInDays: 365,
  description: "Orders of the web shop at rest",
  deletionWindowInDays: 30,
  enabled: true,
  tags: { Owner: "shop", Environment: "prod", DataClassification: "confidential" },
  materialExpiresAt: undefined,
  protected: true,
};

export const soundReplica: KeyFacts = {
  ...soundKey,
  ...place("aws:kms/replicaKey:ReplicaKey", "orders-replica", "us-west-2"),
  role: "replica",
  primary: { to: "resource", id: soundKey.resource.id },
};

export const live = {
  state: "Enabled",
  createdAt: "2026-01-01T00:00:00Z",
  readAt: "2026-11-01T00:00:00Z",
  rotatedAt: "2026-10-01T00:00:00Z",
  usedAt: "2026-10-30T00:00:00Z",
  directCallsADay: 0,
  rootUses: 0,
} as const satisfies KeyFacts["live"];

export const soundGrant: GrantFacts = {
  ...place("aws:kms/grant:Grant", "worker"),
  key: { to: "resource", id: soundKey.resource.id },
  granteePrincipal: `arn:aws:iam::${OWNER}:role/Worker`,
  retiringPrincipal: `arn:aws:iam::${OWNER}:role/Operator`,
  operations: ["Decrypt"],
  constraints: undefined,
  madeByService: undefined,
};

export const soundAlias: AliasFacts = {
  ...place("aws:kms/alias:Alias", "orders-alias"),
  name: "alias/prod/orders",
  target: { to: "resource", id: soundKey.resource.id },
};

export const soundIdentityPolicy: IdentityPolicyFacts = {
  ...place("aws:iam/policy:Policy", "read-orders"),
  policy: documentOf({
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: `arn:aws:kms:us-east-1:${OWNER}:key/1234`,
  }),
  keys: [],
};

export const soundConsumer: ConsumerFacts = {
  ...place("aws:sqs/queue:Queue", "jobs"),
  kind: "queue",
  property: "kmsMasterKeyId",
  key: { to: "resource", id: soundKey.resource.id },
  bucketKey: undefined,
};

export function estate(...facts: ResourceFacts[]): Estate {
  return estateOf(facts);
}

export const aKey = (changes: Partial<KeyFacts> = {}): ResourceFacts => {
  const key = { ...soundKey, ...changes };
  return { key, keyPolicy: key };
};

export const aReplica = (changes: Partial<KeyFacts> = {}): ResourceFacts => {
  const key = { ...soundReplica, ...changes };
  return { key, keyPolicy: key };
};

/** A policy that lets a role of another account decrypt. */
export const share = (condition?: object) =>
  policyOf(rootStatement, allow(role("Partner", OUTSIDER), "kms:Decrypt", condition));

/** A statement that lets a role administer the key. */
export const administration = allow(role("Admin"), ["kms:PutKeyPolicy", "kms:DescribeKey"]);

/** A sound grant, changed. */
export const aGrant = (changes: object = {}) => ({ grant: { ...soundGrant, ...changes } });
