/** Sound keys of all kinds: an assessment must find nothing about them. */
import { allow, OWNER, PARTNER, type PlantedKey, role, use, wayIn } from "./plantedKey";

export const soundKeys: readonly PlantedKey[] = [
  { name: "sound", alias: true },
  { name: "sound-role", statements: [allow("Use", role("Shop"), use)] },
  { name: "sound-shared", statements: [allow("Partner", { AWS: `arn:aws:iam::${PARTNER}:root` }, use)] },
  { name: "sound-via-s3", statements: [allow("S3", { AWS: "*" }, use, wayIn)] },
  { name: "sound-hmac", create: { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" }, rotation: "off" },
  { name: "sound-ecc", create: { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }, rotation: "off" },
  { name: "sound-rsa", create: { KeySpec: "RSA_4096", KeyUsage: "ENCRYPT_DECRYPT" }, rotation: "off" },
  { name: "sound-ml-dsa", create: { KeySpec: "ML_DSA_65", KeyUsage: "SIGN_VERIFY" }, rotation: "off" },
  {
    name: "sound-ed25519",
    create: { KeySpec: "ECC_NIST_EDWARDS25519", KeyUsage: "SIGN_VERIFY" },
    rotation: "off",
  },
  {
    name: "sound-agreement",
    create: { KeySpec: "ECC_NIST_P384", KeyUsage: "KEY_AGREEMENT" },
    rotation: "off",
  },
  {
    name: "sound-organization",
    statements: [
      allow("Organization", { AWS: "*" }, use, { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
    ],
  },
  {
    name: "sound-service",
    statements: [
      allow("Alarms", { Service: "cloudwatch.amazonaws.com" }, use, {
        StringEquals: { "aws:SourceAccount": OWNER },
      }),
    ],
  },
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
];
