/** Keys of all kinds with the faults that an assessment must find, and nothing else. */
import { allow, OWNER, PARTNER, type PlantedKey, role, use } from "./plantedKey";
import { soundKeys } from "./plantedSoundKeys";

const faultyKeys: readonly PlantedKey[] = [
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
    name: "public-grants",
    statements: [allow("Grants", { AWS: "*" }, "kms:CreateGrant")],
    faults: ["kms-public-access"],
  },
  {
    name: "public-if-exists",
    statements: [allow("Bound", { AWS: "*" }, use, { StringEqualsIfExists: { "aws:SourceAccount": OWNER } })],
    faults: ["kms-public-access", "kms-via-service-unbound"],
  },
  {
    name: "public-but-one-account",
    statements: [
      allow("Others", { AWS: "*" }, use, { StringNotEquals: { "aws:PrincipalAccount": PARTNER } }),
    ],
    faults: ["kms-public-access", "kms-via-service-unbound"],
  },
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
    faults: ["kms-replicate-unbounded"],
    replicaFaults: ["kms-replicate-unbounded"],
  },
  {
    name: "user-and-admin",
    statements: [allow("Both", role("Shop"), ["kms:Decrypt", "kms:PutKeyPolicy"])],
    faults: ["kms-destructive-rights", "kms-separation-of-duties"],
  },
  {
    name: "by-alias",
    statements: [
      allow("ByAlias", role("Shop"), use, {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop" },
      }),
      allow("Aliases", role("Shop"), ["kms:CreateAlias", "kms:UpdateAlias"]),
    ],
    faults: ["kms-alias-authorization"],
  },
  {
    name: "gone-role",
    statements: [allow("Gone", { AWS: "AROA1234567890EXAMPLE" }, use)],
    faults: ["kms-policy-invalid"],
  },
  {
    name: "unknown-condition",
    statements: [
      allow("Via", role("Shop"), use, { StringEquals: { "kms:ViaServices": "s3.us-east-1.amazonaws.com" } }),
    ],
    faults: ["kms-policy-invalid"],
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
    name: "locked-out",
    onlyStatements: true,
    statements: [
      allow("Read", { AWS: `arn:aws:iam::${OWNER}:root` }, [
        "kms:Describe*",
        "kms:Get*",
        "kms:List*",
        "kms:EnableKeyRotation",
      ]),
    ],
    faults: ["kms-lockout"],
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
    name: "granted-on",
    grant: {
      grantee: `arn:aws:iam::${OWNER}:role/Worker`,
      operations: ["Decrypt", "CreateGrant"],
      retiring: `arn:aws:iam::${OWNER}:role/Operator`,
    },
    faults: ["kms-grant-external"],
  },
  {
    name: "granted-for-ever",
    grant: { grantee: `arn:aws:iam::${OWNER}:role/Worker`, operations: ["Decrypt"] },
    faults: ["kms-grant-hygiene"],
  },
];

/** Every key, with its spec. */
export const plantedKeys: readonly PlantedKey[] = [...soundKeys, ...faultyKeys].map((key) => ({
  ...key,
  create: { KeySpec: "SYMMETRIC_DEFAULT", ...key.create },
}));
