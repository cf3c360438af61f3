/**
 * AWS's default request quotas, per account and Region.
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */

/** How many requests of some operations an account may send to a Region. */
export interface Quota {
  /** What shares it: `kms:DescribeKey`, or the name of a group of operations. */
  readonly name: string;
  /** Requests per second; less than 1 is one request in several seconds. */
  readonly perSecond: number;
}

/** Requests per second -> the operations that each may be called so often. */
const perSecond: Readonly<Record<string, readonly [number, string][]>> = {
  kms: [
    [
      5,
      "CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateKey DeleteCustomKeyStore DescribeCustomKeyStores DisableKey DisableKeyRotation DisconnectCustomKeyStore EnableKey GetKeyLastUsage ReplicateKey RotateKeyOnDemand UntagResource UpdateAlias UpdateCustomKeyStore UpdateKeyDescription UpdatePrimaryRegion",
    ],
    [1, "GetParametersForImport"],
    [10, "TagResource"],
    [
      15,
      "DeleteAlias DeleteImportedKeyMaterial EnableKeyRotation ImportKeyMaterial PutKeyPolicy ScheduleKeyDeletion",
    ],
    [50, "CreateGrant RetireGrant RevokeGrant"],
    [100, "ListGrants ListKeyPolicies ListKeyRotations ListRetirableGrants"],
    [500, "ListAliases ListKeys"],
    [1000, "GetKeyPolicy GetKeyRotationStatus"],
    [2000, "DescribeKey GetPublicKey ListResourceTags"],
  ],
  cloudtrail: [[2, "LookupEvents"]],
};

const ofOperation = new Map<string, number>(
  Object.entries(perSecond).flatMap(([service, rates]) =>
    rates.flatMap(([rate, operations]) =>
      operations.split(" ").map((operation) => [`${service}:${operation}`, rate] as const),
    ),
  ),
);

/** The key's type, which the request does not tell, is taken to be what the operation is mostly used with. */
const groups = new Map(
  (
    [
      [
        "symmetric",
        "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateMac GenerateRandom ReEncrypt VerifyMac",
      ],
      ["asymmetric", "DeriveSharedSecret Sign Verify"],
      ["keyPairs", "GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext"],
    ] as const
  ).flatMap(([group, operations]) => operations.split(" ").map((operation) => [operation, group] as const)),
);

const symmetricRates: Readonly<Record<string, number>> = {
  ...perRegion(20_000, "us-east-2 ap-southeast-1 ap-southeast-2 ap-northeast-1 eu-central-1 eu-west-2"),
  ...perRegion(100_000, "us-east-1 us-west-2 eu-west-1"),
};
const groupRates = { asymmetric: 1000, keyPairs: 100 };

/**
 * The default quota of an operation.
 * @param service the name that requests are signed for, such as `kms`
 * @param operation such as `DescribeKey`
 * @param region the Region that is asked: cryptographic operations have another quota in some
 * @returns undefined where none is known
 */
export function defaultQuota(service: string, operation: string, region: string): Quota | undefined {
  const group = service === "kms" ? groups.get(operation) : undefined;
  if (group !== undefined) {
    const rate = group === "symmetric" ? (symmetricRates[region] ?? 10_000) : groupRates[group];
    return { name: `kms:${group}`, perSecond: rate };
  }
  const name = `${service}:${operation}`;
  const rate = ofOperation.get(name);
  return rate === undefined ? undefined : { name, perSecond: rate };
}

function perRegion(rate: number, regions: string): Record<string, number> {
  return Object.fromEntries(regions.split(" ").map((region) => [region, rate]));
}
