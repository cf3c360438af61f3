/** Cases of the detections that look for lost keys. */
import { call, type Case, HOUR, key, refused, series } from "./cases";

function schedule(seconds: number, days: number | undefined, keyArn = key()) {
  return call("ScheduleKeyDeletion", seconds, {
    keyArn,
    requestParameters: days === undefined ? {} : { pendingWindowInDays: days },
  });
}

const replica = "mrk-00000000000000000000000000000001";
const failing = (number: number, start: number, errorCode = "DisabledException") =>
  series(
    number,
    60,
    (index, seconds) => call("Decrypt", seconds, { by: `App${index % 2}`, errorCode }),
    start,
  );

export const destructionCases: Readonly<Record<string, readonly Case[]>> = {
  "KMS-04": [
    {
      name: "fires on the shortest window",
      records: [schedule(0, 7)],
      expected: ["critical"],
      says: /7 days/,
    },
    { name: "is silent on 8 days", records: [schedule(0, 8), schedule(1, 30)], expected: [] },
    { name: "is silent where the window is left to AWS", records: [schedule(0, undefined)], expected: [] },
    {
      name: "is silent where the request was refused",
      records: [refused("ScheduleKeyDeletion", 0, { requestParameters: { pendingWindowInDays: 7 } })],
      expected: [],
    },
    {
      name: "is silent on keys of tests",
      records: [
        call("CreateAlias", 0, { requestParameters: { aliasName: "alias/test/one", targetKeyId: key() } }),
        schedule(9, 7),
      ],
      allow: { testAliases: ["alias/test/*"] },
      expected: [],
    },
    {
      name: "fires on other keys all the same",
      records: [
        call("CreateAlias", 0, { requestParameters: { aliasName: "alias/test/one", targetKeyId: key() } }),
        schedule(9, 7, key(2)),
      ],
      allow: { testAliases: ["alias/test/*"] },
      expected: ["critical"],
    },
  ],
  "KMS-05": [
    {
      name: "fires on DisableKey and then ScheduleKeyDeletion",
      records: [call("DisableKey", 0), schedule(600, 30)],
      expected: ["critical"],
    },
    {
      name: "fires where another principal schedules",
      records: [call("PutKeyPolicy", 0), call("ScheduleKeyDeletion", 600, { by: "Other" })],
      expected: ["critical"],
    },
    {
      name: "fires on three keys within an hour",
      records: [1, 2, 3].map((n) => schedule(n * 60, 30, key(n))),
      expected: ["critical"],
      says: /3 keys/,
    },
    {
      name: "takes a primary and its replicas for one key",
      records: ["us-east-1", "eu-west-1", "eu-north-1"].map((region, index) =>
        schedule(index, 30, `arn:aws:kms:${region}:111122223333:key/${replica}`),
      ),
      expected: [],
    },
    {
      name: "sees the replica disabled and the primary scheduled",
      records: [
        call("DisableKey", 0, { by: "One", keyArn: `arn:aws:kms:eu-west-1:111122223333:key/${replica}` }),
        schedule(60, 30, `arn:aws:kms:us-east-1:111122223333:key/${replica}`),
      ],
      expected: ["critical"],
    },
    {
      name: "is medium where it was cancelled",
      records: [call("DisableKey", 0), schedule(600, 30), call("CancelKeyDeletion", 900)],
      expected: ["medium"],
      says: /cancelled/,
    },
    {
      name: "is silent where hours lie between",
      records: [call("DisableKey", 0), schedule(HOUR + 60, 30)],
      expected: [],
    },
    {
      name: "is silent in the other order",
      records: [schedule(0, 30), call("DisableKey", 60)],
      expected: [],
    },
    { name: "is silent on two keys", records: [schedule(0, 30), schedule(60, 30, key(2))], expected: [] },
    {
      name: "is silent where the deletion was refused",
      records: [call("DisableKey", 0), refused("ScheduleKeyDeletion", 60)],
      expected: [],
    },
    {
      name: "is silent on other keys by other principals",
      records: [call("DisableKey", 0, { by: "One" }), schedule(60, 30, key(2))],
      expected: [],
    },
  ],
  "KMS-06": [
    {
      name: "fires on requests that fail since",
      records: [call("DisableKey", 0), ...failing(5, 60)],
      expected: ["high"],
      says: /App0.*App1/,
    },
    {
      name: "knows the key by the message alone",
      records: [
        call("DisableKey", 0),
        ...failing(3, 60).map((event) => ({
          ...event,
          resources: [],
          requestParameters: null,
          errorMessage: `${key()} is disabled.`,
        })),
      ],
      expected: ["high"],
    },
    {
      name: "is silent on a failure or two",
      records: [call("DisableKey", 0), ...failing(2, 60)],
      expected: [],
    },
    {
      name: "is silent on failures of another key",
      records: [call("DisableKey", 0, { keyArn: key(2) }), ...failing(9, 60)],
      expected: [],
    },
    {
      name: "is silent on failures a day later",
      records: [call("DisableKey", 0), ...failing(9, 25 * HOUR)],
      expected: [],
    },
    {
      name: "is silent where DisableKey was refused",
      records: [refused("DisableKey", 0), ...failing(9, 60)],
      expected: [],
    },
    {
      name: "is silent on failures of another kind",
      records: [call("DisableKey", 0), ...failing(9, 60, "AccessDenied")],
      expected: [],
    },
  ],
  "KMS-07": [
    {
      name: "fires on each step of the chain",
      records: [
        call("CreateKey", 0, { requestParameters: { origin: "EXTERNAL" } }),
        call("ImportKeyMaterial", 9),
        call("DeleteImportedKeyMaterial", 60),
      ],
      expected: ["high", "high", "critical"],
    },
    {
      name: "is critical where the material is valid for days alone",
      records: [
        call("ImportKeyMaterial", 0, { requestParameters: { validTo: "Oct 3, 2026 8:00:00 PM" } }),
        call("ImportKeyMaterial", 1, { requestParameters: { validTo: "2026-10-05T00:00:00Z" } }),
        call("ImportKeyMaterial", 2, { requestParameters: { validTo: "Jan 1, 2027 8:00:00 PM" } }),
        call("ImportKeyMaterial", 3, { requestParameters: { validTo: "some day" } }),
      ],
      expected: ["critical", "critical", "high", "high"],
      says: /valid until Oct 3/,
    },
    {
      name: "fires on an external key store",
      records: [call("CreateKey", 0, { requestParameters: { origin: "EXTERNAL_KEY_STORE" } })],
      expected: ["high"],
    },
    {
      name: "is silent on keys that KMS makes",
      records: [
        call("CreateKey", 0, { requestParameters: { origin: "AWS_KMS" } }),
        call("CreateKey", 1, { requestParameters: { origin: "AWS_CLOUDHSM" } }),
      ],
      expected: [],
    },
    {
      name: "is silent on GetParametersForImport",
      records: [call("GetParametersForImport", 0)],
      expected: [],
    },
    {
      name: "is silent where the request was refused",
      records: [refused("DeleteImportedKeyMaterial", 0), refused("ImportKeyMaterial", 0)],
      expected: [],
    },
  ],
  "KMS-18": [
    { name: "fires on DisableKeyRotation", records: [call("DisableKeyRotation", 0)], expected: ["medium"] },
    {
      name: "fires on ten grants ended within ten minutes",
      records: series(10, 30, (_, seconds) => call("RevokeGrant", seconds)),
      expected: ["high"],
    },
    {
      name: "fires where a user of the key is refused since",
      records: [
        call("Decrypt", 0, { by: "App" }),
        call("RevokeGrant", 60),
        refused("Decrypt", 90, { by: "App" }),
      ],
      expected: ["medium"],
      says: /App/,
    },
    {
      name: "fires on grants on a key that was used in the day before, told together",
      records: [
        call("Decrypt", 0, { by: "App" }),
        call("Decrypt", 1, { by: "Other" }),
        call("RevokeGrant", 20 * HOUR),
        call("RevokeGrant", 21 * HOUR),
      ],
      expected: ["medium"],
      says: /ended 2 grants on key .* which was used in the day before/,
    },
    {
      name: "is silent on a grant on a key that was used days before, that was only looked at, or where the use was refused",
      records: [
        call("Decrypt", 0, { by: "App" }),
        call("DescribeKey", 26 * HOUR, { by: "App" }),
        refused("Decrypt", 27 * HOUR, { by: "App" }),
        call("RevokeGrant", 28 * HOUR),
      ],
      expected: [],
    },
    {
      name: "is silent on a grant on another key than those in use",
      records: [call("Decrypt", 0, { by: "App" }), call("RevokeGrant", 60, { keyArn: key(2) })],
      expected: [],
    },
    {
      name: "is silent on nine grants",
      records: series(9, 30, (_, seconds) => call("RevokeGrant", seconds)),
      expected: [],
    },
    {
      name: "is silent on grants that services retire",
      records: series(20, 1, (_, seconds) =>
        call("RetireGrant", seconds, {
          userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
        }),
      ),
      expected: [],
    },
    {
      name: "is silent on EnableKeyRotation and on refusals",
      records: [call("EnableKeyRotation", 0), refused("DisableKeyRotation", 1)],
      expected: [],
    },
  ],
  "KMS-19": [
    {
      name: "fires on UpdateAlias and DeleteAlias",
      records: [
        call("UpdateAlias", 0, { requestParameters: { aliasName: "alias/app" } }),
        call("DeleteAlias", 1),
      ],
      expected: ["medium", "medium"],
      says: /alias\/app/,
    },
    { name: "is silent on CreateAlias", records: [call("CreateAlias", 0)], expected: [] },
    { name: "is silent where the request was refused", records: [refused("UpdateAlias", 0)], expected: [] },
  ],
  "KMS-20": [
    {
      name: "fires on all three operations",
      records: ["DisconnectCustomKeyStore", "DeleteCustomKeyStore", "UpdateCustomKeyStore"].map((name) =>
        call(name, 0, { keyArn: null, requestParameters: { customKeyStoreId: "cks-1" } }),
      ),
      expected: ["high", "high", "high"],
    },
    {
      name: "is silent on ConnectCustomKeyStore and DescribeCustomKeyStores",
      records: [call("ConnectCustomKeyStore", 0), call("DescribeCustomKeyStores", 1)],
      expected: [],
    },
    {
      name: "is silent where the request was refused",
      records: [refused("DeleteCustomKeyStore", 0)],
      expected: [],
    },
  ],
  "KMS-21": [
    {
      name: "fires where nobody is known to have scheduled it",
      records: [call("DeleteKey", 0, { eventType: "AwsServiceEvent" })],
      expected: ["high"],
      says: /no schedule event in input/,
    },
    {
      name: "is informational where the schedule is known",
      records: [schedule(0, 7), call("DeleteKey", 7 * 24 * HOUR, { eventType: "AwsServiceEvent" })],
      expected: ["informational"],
      says: /Admin/,
    },
    {
      name: "is informational where who scheduled it is exempted",
      records: [
        schedule(0, 7),
        call("DeleteKey", 7 * 24 * HOUR, { eventType: "AwsServiceEvent", by: "KMS" }),
      ],
      allow: { principals: [{ arn: "arn:aws:iam::111122223333:role/Admin", detections: undefined }] },
      expected: ["informational"],
      says: /Admin/,
    },
    {
      name: "fires where the schedule was cancelled",
      records: [
        schedule(0, 7),
        call("CancelKeyDeletion", 9),
        call("DeleteKey", 7 * 24 * HOUR, { eventType: "AwsServiceEvent" }),
      ],
      expected: ["high"],
    },
    { name: "is silent on the schedule alone", records: [schedule(0, 7)], expected: [] },
    {
      name: "is silent on RotateKey",
      records: [call("RotateKey", 0, { eventType: "AwsServiceEvent" })],
      expected: [],
    },
  ],
  "KMS-24": [
    {
      name: "fires on both operations",
      records: [call("DisableKey", 0), schedule(1, 30, key(2))],
      expected: ["medium", "high"],
    },
    {
      name: "is silent where the request was refused",
      records: [refused("DisableKey", 0), refused("ScheduleKeyDeletion", 1)],
      expected: [],
    },
    {
      name: "is silent on the opposite",
      records: [call("EnableKey", 0), call("CancelKeyDeletion", 1)],
      expected: [],
    },
    {
      name: "is silent on an exempted principal",
      records: [call("DisableKey", 0)],
      allow: { principals: [{ arn: "arn:aws:iam::111122223333:role/Adm*", detections: ["KMS-24"] }] },
      expected: [],
    },
    {
      name: "is not silent on one that is exempted elsewhere",
      records: [call("DisableKey", 0)],
      allow: { principals: [{ arn: "arn:aws:iam::111122223333:role/Admin", detections: ["KMS-11"] }] },
      expected: ["medium"],
    },
  ],
};
