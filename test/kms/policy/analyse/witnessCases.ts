/** Conditions, and the first request that they let through. */
import { iam, type Json, OWNER } from "./given";

export type WitnessCase = readonly [what: string, statements: readonly Json[], witness: string];

const deny = (Condition: Json, more: Json = {}): Json => ({
  Effect: "Deny",
  Action: "kms:*",
  ...more,
  Condition,
});
const equal = (key: string, value: string): Json => ({ StringEquals: { [key]: value } });
const unequal = (key: string, value: string): Json => ({ StringNotEquals: { [key]: value } });
const when = (Condition: Json, more: Json = {}): Json => ({ Condition, ...more });

/** The usual outsider decrypts. */
const decrypt = "kms:Decrypt role/outsider of 666666666666";

export const witnessCases: readonly WitnessCase[] = [
  ["nothing where nothing is asked", [{}], decrypt],
  [
    "the service that a condition names",
    [when(equal("kms:ViaService", "rds.us-east-1.amazonaws.com"))],
    `${decrypt} kms:ViaService=rds.us-east-1.amazonaws.com`,
  ],
  [
    "a usual service where a pattern lets it",
    [when({ StringLike: { "kms:ViaService": "*.us-east-1.amazonaws.com" } })],
    `${decrypt} kms:ViaService=s3.us-east-1.amazonaws.com`,
  ],
  [
    "the key as AWS writes it",
    [when(equal("KMS:viaSERVICE", "rds.us-east-1.amazonaws.com"))],
    `${decrypt} kms:ViaService=rds.us-east-1.amazonaws.com`,
  ],
  [
    "an encryption context as the policy writes it",
    [when(equal("kms:EncryptionContext:Tenant", "a"))],
    `${decrypt} kms:EncryptionContext:Tenant=a`,
  ],
  [
    "two pairs of encryption context",
    [when({ StringEquals: { "kms:EncryptionContext:b": "2", "kms:EncryptionContext:a": "1" } })],
    `${decrypt} kms:EncryptionContext:a=1 kms:EncryptionContext:b=2`,
  ],
  [
    "nothing that only another statement asks for",
    [{}, when(equal("kms:ViaService", "rds.us-east-1.amazonaws.com"))],
    decrypt,
  ],
  [
    "an address, which every request has, where another statement asks for one",
    [{}, when({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })],
    `${decrypt} aws:SourceIp=198.51.100.7`,
  ],
  [
    "the organization that is named",
    [when(equal("aws:PrincipalOrgID", "o-named00001"))],
    `${decrypt} o-named00001`,
  ],
  ["no organization where it must be missing", [when({ Null: { "aws:PrincipalOrgID": "true" } })], decrypt],
  ["no organization where one is excluded", [when(unequal("aws:PrincipalOrgID", "o-named00001"))], decrypt],
  [
    "an organization of one's own where any will do",
    [when({ Null: { "aws:PrincipalOrgID": "false" } })],
    `${decrypt} o-outsider00`,
  ],
  [
    "a place in the organization",
    [when({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-named00001/r-ab/*" } })],
    `${decrypt} o-named00001 aws:PrincipalOrgPaths=o-named00001/r-ab/`,
  ],
  [
    "that TLS was used, as KMS demands",
    [when({ Bool: { "aws:SecureTransport": "true" } })],
    `${decrypt} aws:SecureTransport=true`,
  ],
  [
    "that TLS was used, by a Deny",
    [{}, deny({ Bool: { "aws:SecureTransport": "false" } })],
    `${decrypt} aws:SecureTransport=true`,
  ],
  ["nobody without TLS", [when({ Bool: { "aws:SecureTransport": "false" } })], "nobody"],
  [
    "now",
    [when({ DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } })],
    `${decrypt} aws:CurrentTime=2026-11-24T12:00:00.000Z`,
  ],
  [
    "a moment to come",
    [when({ DateGreaterThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } })],
    `${decrypt} aws:CurrentTime=2027-01-01T00:00:01.000Z`,
  ],
  [
    "a moment within two",
    [
      when({
        DateGreaterThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" },
        DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:02Z" },
      }),
    ],
    `${decrypt} aws:CurrentTime=2027-01-01T00:00:01.000Z`,
  ],
  ["nobody in the past", [when({ DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } })], "nobody"],
  [
    "a moment to come, by its number",
    [when({ NumericGreaterThan: { "aws:EpochTime": "1800000000" } })],
    `${decrypt} aws:EpochTime=1800000001`,
  ],
  [
    "no service where a Deny stops it",
    [{}, deny(equal("kms:ViaService", "s3.us-east-1.amazonaws.com"))],
    decrypt,
  ],
  [
    "the only service that a Deny spares",
    [{}, deny(unequal("kms:ViaService", "s3.us-east-1.amazonaws.com"))],
    `${decrypt} kms:ViaService=s3.us-east-1.amazonaws.com`,
  ],
  [
    "nothing where one condition of a Deny fails by itself",
    [
      {},
      deny({
        StringEquals: { "kms:EncryptionContext:a": "1" },
        StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
      }),
    ],
    decrypt,
  ],
  [
    "a way out of each Deny",
    [
      {},
      deny(unequal("kms:ViaService", "s3.us-east-1.amazonaws.com")),
      deny(unequal("kms:EncryptionContext:a", "1")),
    ],
    `${decrypt} kms:EncryptionContext:a=1 kms:ViaService=s3.us-east-1.amazonaws.com`,
  ],
  [
    "nobody where two Denies leave no way out",
    [
      {},
      deny(unequal("kms:ViaService", "s3.us-east-1.amazonaws.com")),
      deny(unequal("kms:ViaService", "rds.us-east-1.amazonaws.com")),
    ],
    "nobody",
  ],
  [
    "the way out of one Deny that another leaves",
    [
      {},
      deny({
        StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:EncryptionContext:a": "1" },
      }),
      deny(equal("kms:ViaService", "s3.us-east-1.amazonaws.com")),
    ],
    `${decrypt} kms:EncryptionContext:a=1`,
  ],
  [
    "nothing of a Deny on another action",
    [{}, deny({}, { Action: "kms:Encrypt", Condition: undefined })],
    decrypt,
  ],
  ["nobody whom a Deny without conditions stops", [{}, { Effect: "Deny" }], "nobody"],
  [
    "nothing of a Deny on another key",
    [
      { Resource: `arn:aws:kms:us-east-1:${OWNER}:key/1` },
      { Effect: "Deny", Resource: `arn:aws:kms:us-east-1:${OWNER}:key/2` },
    ],
    decrypt,
  ],
  [
    "nobody where a Deny asks for a key that the action never carries",
    [{ Action: "kms:Sign" }, deny(unequal("kms:EncryptionContext:a", "1"))],
    "nobody",
  ],
  [
    "nothing where a missing key will do",
    [when({ StringEqualsIfExists: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } })],
    decrypt,
  ],
  [
    "a number above the limit",
    [
      when(
        { NumericGreaterThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": "7" } },
        { Action: "kms:ScheduleKeyDeletion" },
      ),
    ],
    "kms:ScheduleKeyDeletion role/colleague of 111122223333 kms:ScheduleKeyDeletionPendingWindowInDays=8",
  ],
  [
    "a truth value",
    [when({ Bool: { "kms:GrantIsForAWSResource": "true" } }, { Action: "kms:CreateGrant" })],
    "kms:CreateGrant role/outsider of 666666666666 kms:GrantIsForAWSResource=true",
  ],
  [
    "one of a list, where each of its values must be listed",
    [
      when(
        {
          "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt", "Encrypt"] },
          Null: { "kms:GrantOperations": "false" },
        },
        { Action: "kms:CreateGrant" },
      ),
    ],
    "kms:CreateGrant role/outsider of 666666666666 kms:GrantOperations=Decrypt",
  ],
  [
    "a list, where a value of each of two conditions must be in it",
    [
      when(
        {
          "ForAnyValue:StringEquals": { "kms:GrantOperations": ["Decrypt", "Encrypt"] },
          "ForAnyValue:StringLike": { "kms:GrantOperations": ["Sign"] },
        },
        { Action: "kms:CreateGrant" },
      ),
    ],
    "kms:CreateGrant role/outsider of 666666666666 kms:GrantOperations=Decrypt+Encrypt+Sign",
  ],
  [
    "a principal of the path",
    [when({ ArnLike: { "aws:PrincipalArn": iam("role/team/*") } })],
    "kms:Decrypt role/team/ of 111122223333",
  ],
  ["the VPC that is named", [when(equal("aws:SourceVpc", "vpc-1"))], `${decrypt} aws:SourceVpc=vpc-1`],
  [
    "an address within the block",
    [when({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })],
    `${decrypt} aws:SourceIp=203.0.113.0`,
  ],
  [
    "an address within one block and outside another",
    [
      when({
        IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
        NotIpAddress: { "aws:SourceIp": "203.0.113.0/25" },
      }),
    ],
    `${decrypt} aws:SourceIp=203.0.113.128`,
  ],
  [
    "a key that JavaScript has a use for",
    [when({ StringEquals: { "kms:EncryptionContext:__proto__": "a" } })],
    `${decrypt} kms:EncryptionContext:__proto__=a`,
  ],
  [
    "the owner's account as the source of a service",
    [when({ StringEquals: { "aws:SourceAccount": OWNER } }, { Principal: { Service: "s3.amazonaws.com" } })],
    "kms:Decrypt s3.amazonaws.com of nobody aws:SourceAccount=111122223333",
  ],
  ["nothing of the key's own Region", [when(equal("aws:RequestedRegion", "us-east-1"))], decrypt],
  ["nobody in another Region", [when(equal("aws:RequestedRegion", "eu-west-1"))], "nobody"],
  [
    "a text that fits two patterns",
    [
      when({
        StringLike: { "kms:EncryptionContext:a": "x*" },
        "ForAllValues:StringLike": { "kms:EncryptionContext:a": "*y" },
      }),
    ],
    `${decrypt} kms:EncryptionContext:a=xy`,
  ],
  [
    "a text in another case than those that are excluded",
    [
      when({
        StringEqualsIgnoreCase: { "kms:EncryptionContext:a": "Ab" },
        StringNotEquals: { "kms:EncryptionContext:a": ["Ab", "ab"] },
      }),
    ],
    `${decrypt} kms:EncryptionContext:a=AB`,
  ],
  ["a tag of the key", [when(equal("aws:ResourceTag/a", "b"))], `${decrypt} aws:ResourceTag/a=b`],
];
