/** Keys of all kinds with the faults that an assessment must find, and nothing else. */

/** An account that no other test works in. */
export const OWNER = "111122223333";
export const PARTNER = "222222222222";

/** A key to plant, and what is wrong with it. */
export interface PlantedKey {
  readonly name: string;
  /** Input of CreateKey, as far as it differs from a sound key. */
  readonly create?: {
    readonly KeySpec?: string;
    readonly KeyUsage?: string;
    readonly Origin?: "EXTERNAL" | "AWS_CLOUDHSM";
    readonly MultiRegion?: boolean;
    readonly Description?: string;
  };
  readonly tags?: Readonly<Record<string, string>>;
  /** Statements beside the account root's; `onlyStatements` leaves that out. */
  readonly statements?: readonly object[];
  readonly onlyStatements?: true;
  /** Days; none leaves rotation off. */
  readonly rotation?: number | "off";
  readonly alias?: true;
  /** A replica in the second Region, with what differs from its primary. */
  readonly replica?: { readonly Description?: string; readonly statements?: readonly object[] };
  readonly then?: "disable" | "delete" | "importForever" | "importForTenDays" | "disconnectStore";
  readonly grant?: {
    readonly grantee: string;
    readonly operations: readonly string[];
    readonly retiring?: string;
  };
  /** Ids of the rules that it breaks. */
  readonly faults?: readonly string[];
  /** Ids of the rules that its replica breaks. */
  readonly replicaFaults?: readonly string[];
}

const role = (name: string, account = OWNER) => ({ AWS: `arn:aws:iam::${account}:role/${name}` });

const allow = (Sid: string, Principal: unknown, Action: string | readonly string[], Condition?: object) => ({
  ...{ Sid, Effect: "Allow", Principal, Action, Resource: "*" },
  ...(Condition && { Condition }),
});

export const rootStatement = allow("Root", { AWS: `arn:aws:iam::${OWNER}:root` }, "kms:*");

const use = ["kms:Decrypt", "kms:GenerateDataKey"];
const symmetric = { KeySpec: "SYMMETRIC_DEFAULT" };
const wayIn = {
  StringEquals: { "kms:CallerAccount": OWNER, "kms:ViaService": "s3.us-east-1.amazonaws.com" },
};

export const plantedKeys: readonly PlantedKey[] = [
  { name: "sound", alias: true },
  { name: "sound-role", statements: [allow("Use", role("Shop"), use)] },
  { name: "sound-shared", statements: [allow("Partner", { AWS: `arn:aws:iam::${PARTNER}:root` }, use)] },
  { name: "sound-via-s3", statements: [allow("S3", { AWS: "*" }, use, wayIn)] },
  { name: "sound-hmac", create: { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" }, rotation: "off" },
  { name: "sound-ecc", create: { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }, rotation: "off" },
  { name: "sound-rsa", create: { KeySpec: "RSA_4096", KeyUsage: "ENCRYPT_DECRYPT" }, rotation: "off" },
  { name: "sound-imported", create: { Origin: "EXTERNAL" }, rotation: "off", then: "importForever" },
  { name: "sound-store", create: { Origin: "AWS_CLOUDHSM" }, rotation: "off" },
  { name: "sound-family", create: { MultiRegion: true }, alias: true, replica: {} },
  {
    name: "sound-grant",
    grant: {
      grantee: `arn:aws:iam::${OWNER}:role/Worker`,
      operations: ["Decrypt"],
      retiring: `arn:aws:iam::${OWNER}:role/Operator`,
    },
  },

  { name: "rotation-off", rotation: "off", faults: ["kms-rotation-enabled"] },
  { name: "rotation-rare", rotation: 730, faults: ["kms-rotation-period"] },
  { name: "disabled", then: "disable", faults: ["kms-key-disabled"] },
  {
    name: "disabled-with-alias",
    alias: true,
    then: "disable",
    faults: ["kms-alias-dangling", "kms-key-disabled"],
  },
  { name: "dying", then: "delete", faults: ["kms-key-pending-deletion"] },
  {
    name: "dying-with-alias",
    alias: true,
    then: "delete",
    faults: ["kms-alias-dangling", "kms-key-pending-deletion"],
  },
  {
    name: "dying-family",
    create: { MultiRegion: true },
    replica: {},
    then: "delete",
    faults: ["kms-key-pending-deletion"],
  },
  { name: "no-material", create: { Origin: "EXTERNAL" }, rotation: "off", faults: ["kms-key-unavailable"] },
  {
    name: "material-expires",
    create: { Origin: "EXTERNAL" },
    rotation: "off",
    then: "importForTenDays",
    faults: ["kms-imported-material-expiry"],
  },
  {
    name: "store-gone",
    create: { Origin: "AWS_CLOUDHSM" },
    rotation: "off",
    then: "disconnectStore",
    faults: ["kms-key-unavailable"],
  },
  { name: "no-description", create: { Description: "" }, faults: ["kms-description"] },
  { name: "placeholder", create: { Description: "TODO" }, faults: ["kms-description"] },
  {
    name: "weak",
    create: { KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" },
    rotation: "off",
    faults: ["kms-key-spec-strength"],
  },
  { name: "by-hand", tags: {}, faults: ["kms-managed-by-code"] },
  {
    name: "critical-alone",
    tags: { ManagedBy: "test", Criticality: "critical" },
    faults: ["kms-disaster-recovery"],
  },

  { name: "public", statements: [allow("All", "*", use)], faults: ["kms-public-access"] },
  {
    name: "public-via-s3",
    statements: [
      allow("S3", { AWS: "*" }, use, { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
    ],
    faults: ["kms-public-access", "kms-via-service-unbound"],
  },
  {
    name: "public-but-one",
    statements: [
      { Sid: "NotHim", Effect: "Allow", NotPrincipal: role("Intern"), Action: use, Resource: "*" },
    ],
    faults: ["kms-not-principal", "kms-public-access"],
  },
  {
    name: "everything-to-a-role",
    statements: [allow("Everything", role("Shop"), "kms:*")],
    faults: ["kms-wildcard-actions"],
  },
  {
    name: "deputy",
    statements: [allow("Logs", { Service: "cloudtrail.amazonaws.com" }, "kms:GenerateDataKey*")],
    faults: ["kms-service-confused-deputy"],
  },
  {
    name: "elsewhere",
    statements: [
      allow("Away", role("Shop"), use, { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }),
    ],
    faults: ["kms-region-mismatch"],
  },
  {
    name: "void-abroad",
    statements: [allow("Admin", role("Admin", PARTNER), ["kms:Decrypt", "kms:EnableKey"])],
    faults: ["kms-cross-account-ineffective"],
  },
  {
    name: "grants-to-all",
    statements: [allow("Grants", role("Shop"), "kms:CreateGrant")],
    faults: ["kms-grant-unbounded"],
  },
  {
    name: "replicates-anywhere",
    create: { MultiRegion: true },
    replica: {},
    statements: [allow("Copy", role("Copier"), "kms:ReplicateKey")],
    faults: ["kms-destructive-rights", "kms-replicate-unbounded"],
    replicaFaults: ["kms-destructive-rights", "kms-replicate-unbounded"],
  },
  {
    name: "user-and-admin",
    statements: [allow("Both", role("Shop"), ["kms:Decrypt", "kms:PutKeyPolicy"])],
    faults: ["kms-destructive-rights", "kms-separation-of-duties"],
  },
  {
    name: "misspelt",
    statements: [allow("Typo", role("Shop"), ["kms:Decrypt", "kms:Encyrpt"])],
    faults: ["kms-policy-invalid"],
  },
  {
    name: "one-admin",
    onlyStatements: true,
    statements: [
      allow("Admin", role("Admin"), ["kms:PutKeyPolicy"]),
      allow("Read", { AWS: `arn:aws:iam::${OWNER}:root` }, [
        "kms:Describe*",
        "kms:Get*",
        "kms:List*",
        "kms:EnableKeyRotation",
      ]),
    ],
    faults: ["kms-fragile-administration"],
  },
  {
    name: "secret-policy",
    statements: [
      { ...allow("Hide", { AWS: `arn:aws:iam::${OWNER}:root` }, "kms:GetKeyPolicy"), Effect: "Deny" },
    ],
    faults: ["kms-policy-unknown"],
  },
  {
    name: "secret-grants",
    statements: [
      { ...allow("Hide", { AWS: `arn:aws:iam::${OWNER}:root` }, "kms:ListGrants"), Effect: "Deny" },
    ],
    faults: ["kms-assessment-error"],
  },
  {
    name: "secret",
    statements: [
      { ...allow("Hide", { AWS: `arn:aws:iam::${OWNER}:root` }, "kms:DescribeKey"), Effect: "Deny" },
    ],
    faults: ["kms-assessment-error"],
  },
  { name: "alone-in-all-regions", create: { MultiRegion: true }, faults: ["kms-replica-coverage"] },
  {
    name: "drifted",
    create: { MultiRegion: true },
    replica: { statements: [allow("More", role("Spy"), "kms:Decrypt")] },
    replicaFaults: ["kms-replica-policy-drift"],
  },
  {
    name: "differs",
    create: { MultiRegion: true },
    replica: { Description: "Something else altogether" },
    replicaFaults: ["kms-replica-coverage"],
  },
  {
    name: "granted-away",
    grant: {
      grantee: `arn:aws:iam::${PARTNER}:role/Worker`,
      operations: ["Decrypt"],
      retiring: `arn:aws:iam::${OWNER}:role/Operator`,
    },
    faults: ["kms-grant-external"],
  },
  {
    name: "granted-for-ever",
    grant: { grantee: `arn:aws:iam::${OWNER}:role/Worker`, operations: ["Decrypt"] },
    faults: ["kms-grant-hygiene"],
  },
].map((key) => ({ ...key, create: { ...symmetric, ...key.create } })) as readonly PlantedKey[];

/** A policy that a key is planted with. */
export function policyOf({
  statements = [],
  onlyStatements,
}: Pick<PlantedKey, "statements" | "onlyStatements">): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [...(onlyStatements === true ? [] : [rootStatement]), ...statements],
  });
}

/** What a key says that it is for. */
export const descriptionOf = ({ name, create }: PlantedKey): string =>
  create?.Description ?? `Planted for the assessment: ${name}`;

export const tagsOf = ({ tags = { ManagedBy: "test" } }: PlantedKey): Readonly<Record<string, string>> =>
  tags;
