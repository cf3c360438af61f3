/**
 * KMS's request quotas, per account and Region, by their default values: the account's own may be higher.
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
import { z } from "zod";
import { count, ofKms, type Question } from "./question";

export const SYMMETRIC = "Cryptographic operations (symmetric)";
const RSA = "Cryptographic operations (RSA)";
const ECC = "Cryptographic operations (ECC and SM2)";
const ML_DSA = "Cryptographic operations (ML-DSA)";

/** The quota that a request counts toward, in SQL. What is not cryptographic has a quota of its operation's name. */
const quotaOf = `CASE
  WHEN eventName IN ('Decrypt', 'Encrypt', 'ReEncrypt', 'Sign', 'Verify') AND algorithm LIKE 'RSA%' THEN '${RSA}'
  WHEN eventName IN ('Sign', 'Verify') AND algorithm LIKE 'ML_DSA%' THEN '${ML_DSA}'
  WHEN eventName IN ('Sign', 'Verify', 'DeriveSharedSecret') OR algorithm LIKE 'SM2%' THEN '${ECC}'
  WHEN eventName IN ('Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'GenerateRandom',
    'ReEncrypt', 'VerifyMac') THEN '${SYMMETRIC}'
  WHEN eventName LIKE 'GenerateDataKeyPair%' THEN 'GenerateDataKeyPair (' || coalesce(algorithm, 'unknown') || ')'
  ELSE eventName END`;

const columns = {
  account: z.string(),
  region: z.string(),
  quota: z.string(),
  peakPerSecond: count,
  at: z.string(),
  throttled: count,
};

/** The busiest second of each quota, of equally busy ones the first. A request from another account counts in the account that made it. */
export const peaks: Question<typeof columns> = {
  sql: `SELECT account, region, quota, max(requests) AS peakPerSecond, min_by(moment, ROW(-requests, moment)) AS busiest, sum(throttled) AS throttled FROM (
      SELECT coalesce(accountId, 'None') AS account, coalesce(region, 'None') AS region, ${quotaOf} AS quota, eventTime AS moment,
        count(*) AS requests, sum(CASE WHEN errorCode = 'ThrottlingException' THEN 1 ELSE 0 END) AS throttled
      FROM events WHERE ${ofKms} AND coalesce(eventType, '') <> 'AwsServiceEvent'
        AND (callerAccountId IS NULL OR accountId IS NULL OR callerAccountId = accountId)
      GROUP BY 1, 2, 3, 4) AS seconds
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`,
  columns,
};

/** The default value of a quota in requests a second; undefined where AWS lists none. */
export function defaultQuota(quota: string, region: string): number | undefined {
  if (quota === SYMMETRIC) return largest.has(region) ? 100_000 : larger.has(region) ? 20_000 : 10_000;
  const inChina = region.startsWith("cn-");
  const pair = /^GenerateDataKeyPair \((.*)\)$/.exec(quota)?.[1];
  if (pair !== undefined) return (inChina ? pairsInChina.get(pair) : undefined) ?? pairs.get(pair);
  return perOperation.get(quota);
}

const largest: ReadonlySet<string> = new Set(["us-east-1", "us-west-2", "eu-west-1"]);
const larger: ReadonlySet<string> = new Set([
  ...["us-east-2", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "eu-central-1", "eu-west-2"],
]);
const pairs: ReadonlyMap<string, number> = new Map([
  ["ECC_NIST_P256", 100],
  ["ECC_NIST_P384", 100],
  ["ECC_NIST_P521", 100],
  ["ECC_SECG_P256K1", 100],
  ["ECC_NIST_EDWARDS25519", 100],
  ["RSA_2048", 20],
  ["RSA_3072", 4],
  ["RSA_4096", 1],
  ["SM2", 25],
]);
const pairsInChina: ReadonlyMap<string, number> = new Map([
  ["RSA_2048", 1],
  ["RSA_3072", 0.5],
  ["RSA_4096", 0.1],
]);

const perOperation: ReadonlyMap<string, number> = new Map(
  Object.entries({
    2000: ["DescribeKey", "GetPublicKey", "ListResourceTags"],
    1000: [RSA, ECC, ML_DSA, "GetKeyPolicy", "GetKeyRotationStatus"],
    500: ["ListAliases", "ListKeys"],
    100: ["ListGrants", "ListKeyPolicies", "ListKeyRotations", "ListRetirableGrants"],
    50: ["CreateGrant", "RetireGrant", "RevokeGrant"],
    15: [
      ...[
        "DeleteAlias",
        "DeleteImportedKeyMaterial",
        "EnableKeyRotation",
        "ImportKeyMaterial",
        "PutKeyPolicy",
      ],
      "ScheduleKeyDeletion",
    ],
    10: ["TagResource"],
    5: [
      ...["CancelKeyDeletion", "ConnectCustomKeyStore", "CreateAlias", "CreateCustomKeyStore", "CreateKey"],
      ...["DeleteCustomKeyStore", "DescribeCustomKeyStores", "DisableKey", "DisableKeyRotation", "EnableKey"],
      ...[
        "DisconnectCustomKeyStore",
        "GetKeyLastUsage",
        "ReplicateKey",
        "RotateKeyOnDemand",
        "UntagResource",
      ],
      ...["UpdateAlias", "UpdateCustomKeyStore", "UpdateKeyDescription", "UpdatePrimaryRegion"],
    ],
    1: ["GetParametersForImport"],
  }).flatMap(([limit, operations]) => operations.map((operation) => [operation, Number(limit)])),
);
