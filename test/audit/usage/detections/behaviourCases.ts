/** Cases of the detections that compare a principal with others and with itself. */
import { call, type Case, DAY, HOUR, key, own, refused, series } from "./cases";
import type { Event } from "../trail";

const by = "App";

function decrypt(
  seconds: number,
  context: object | undefined,
  changes: Parameters<typeof call>[2] = {},
): Event {
  return call("Decrypt", seconds, {
    by,
    requestParameters: context === undefined ? {} : { encryptionContext: context },
    ...changes,
  });
}

const secrets = (number: number, every: number, start = 0, changes: Parameters<typeof call>[2] = {}) =>
  series(
    number,
    every,
    (index, seconds) =>
      decrypt(seconds, { SecretARN: `arn:aws:secretsmanager:us-east-1:${own}:secret:s-${index}` }, changes),
    start,
  );

/** Ten requests in each of so many hours, and one hour with more. */
const steady = (hours: number, spike: number, spikeAt = hours) => [
  ...series(hours * 10, HOUR / 10, (_, seconds) => decrypt(seconds, undefined)),
  ...series(spike, 3, (_, seconds) => decrypt(seconds, undefined), spikeAt * HOUR),
];

const nightly = (nights: number, size: number) =>
  Array.from({ length: nights }, (_, night) => [
    ...series(size, 2, (_each, seconds) => decrypt(seconds, undefined), night * DAY + 2 * HOUR),
    ...series(10, HOUR, (_each, seconds) => decrypt(seconds, undefined), night * DAY + 8 * HOUR),
  ]).flat();

const probe = (number: number, every = 20, keys = number) =>
  series(number, every, (index, seconds) =>
    refused("Decrypt", seconds, { by, keyArn: key(1 + (index % keys)) }),
  );

/** A key's own history: ten days, ten requests each. */
const history = (context: object | undefined = { tenant: "a" }, changes: Parameters<typeof call>[2] = {}) =>
  series(100, DAY / 10, (_, seconds) => decrypt(seconds, context, changes));

const root = { type: "Root", arn: `arn:aws:iam::${own}:root`, accountId: own };

export const behaviourCases: Readonly<Record<string, readonly Case[]>> = {
  "KMS-10": [
    { name: "fires on five keys within ten minutes", records: probe(5), expected: ["high"], says: /5 keys/ },
    {
      name: "fires on keys that only the message names",
      records: probe(6).map((event, index) => ({
        ...event,
        resources: [],
        requestParameters: null,
        errorMessage: `not authorized to perform: kms:Decrypt on resource: ${key(index)} because`,
      })),
      expected: ["high"],
    },
    {
      name: "counts NotFound and IncorrectKey as well",
      records: [
        "AccessDeniedException",
        "NotFoundException",
        "IncorrectKeyException",
        "AccessDenied",
        "AccessDenied",
      ].map((errorCode, index) => refused("Decrypt", index, { by, keyArn: key(index), errorCode })),
      expected: ["high"],
    },
    {
      name: "is critical where a success follows",
      records: [...probe(5), call("Decrypt", 200, { by, keyArn: key(9) })],
      expected: ["critical"],
      says: /let in/,
    },
    {
      name: "is not critical for a key that was in use before",
      records: [
        call("Decrypt", -900, { by, keyArn: key(9) }),
        ...probe(5),
        call("Decrypt", 200, { by, keyArn: key(9) }),
      ],
      expected: ["high"],
    },
    {
      name: "is low on a broken deployment: one key, many refusals",
      records: probe(25, 10, 1),
      expected: ["low"],
    },
    { name: "is silent on four keys", records: probe(4), expected: [] },
    { name: "is silent on refusals hours apart", records: probe(10, HOUR), expected: [] },
    {
      name: "is silent on different principals",
      records: probe(8).map((event, index) => ({
        ...event,
        userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${own}:user/u${index}`, accountId: own },
      })),
      expected: [],
    },
    {
      name: "is silent on successes",
      records: series(30, 5, (index, seconds) => call("Decrypt", seconds, { by, keyArn: key(index) })),
      expected: [],
    },
    {
      name: "is silent on throttling",
      records: probe(9).map((event) => ({ ...event, errorCode: "ThrottlingException" })),
      expected: [],
    },
  ],
  "KMS-11": [
    {
      name: "fires on twenty contexts within a minute",
      records: secrets(20, 3),
      expected: ["high"],
      says: /20 encryption contexts \(SecretARN, .*secret:s-/,
    },
    { name: "fires across the turn of a minute", records: secrets(24, 2, 35), expected: ["high"] },
    {
      name: "is medium from the second time on",
      records: [...secrets(30, 1), ...secrets(30, 1, HOUR)],
      expected: ["high", "medium"],
    },
    {
      name: "tells who does it all day long once, as medium",
      records: series(250 * 21, 3, (index, seconds) => decrypt(seconds, { object: `o-${index}` })),
      expected: ["medium"],
      says: /all the time/,
    },
    { name: "is silent on nineteen", records: secrets(19, 1), expected: [] },
    {
      name: "is silent on the same contexts again and again",
      records: series(200, 0.2, (index, seconds) =>
        decrypt(Math.floor(seconds), { tenant: `t${index % 10}` }),
      ),
      expected: [],
    },
    { name: "is silent on twenty contexts within minutes", records: secrets(20, 4), expected: [] },
    {
      name: "is silent on refusals",
      records: secrets(40, 1, 0, { errorCode: "AccessDenied" }),
      expected: [],
    },
    {
      name: "is silent on an exempted role",
      records: secrets(40, 1),
      allow: { principals: [{ arn: `arn:aws:iam::${own}:role/${by}`, detections: undefined }] },
      expected: [],
    },
  ],
  "KMS-12": [
    {
      name: "fires on an hour far above the principal's own",
      records: steady(48, 200),
      expected: ["medium"],
      says: /its median was 10/,
    },
    {
      name: "fires where fifty events in few hours are all there is",
      records: steady(6, 200),
      expected: ["medium"],
    },
    { name: "is silent on an hour a little above", records: steady(48, 45), expected: [] },
    {
      name: "is silent without a baseline, and says so",
      records: steady(2, 300),
      expected: [],
      notes: /no baseline/,
    },
    { name: "is silent on a nightly job", records: nightly(10, 120), expected: [] },
    {
      name: "is silent on steady callers, however busy",
      records: series(20 * 100, HOUR / 100, (_, seconds) => decrypt(Math.floor(seconds), undefined)),
      expected: [],
    },
  ],
  "KMS-13": [
    {
      name: "fires on a new user of a key in use",
      records: [...history(), call("Decrypt", 11 * DAY, { by: "Stranger" })],
      expected: ["low"],
      says: /Stranger/,
    },
    {
      name: "tells what one principal touches in a day together",
      records: [
        ...history(),
        ...history(undefined, { keyArn: key(2) }),
        call("Decrypt", 11 * DAY, { by: "New" }),
        call("Decrypt", 11 * DAY + 60, { by: "New", keyArn: key(2) }),
      ],
      expected: ["low"],
      says: /2 keys/,
    },
    {
      name: "is medium on a key that is listed as sensitive, by one of its aliases",
      records: [
        ...history(),
        ...history(undefined, { keyArn: key(2) }),
        call("CreateAlias", 0, {
          requestParameters: { aliasName: "alias/payroll", targetKeyId: key(2) },
          keyArn: key(2),
        }),
        call("Decrypt", 11 * DAY, { by: "New" }),
        call("Decrypt", 11 * DAY, { by: "Other", keyArn: key(2) }),
      ],
      allow: { sensitiveAliases: ["alias/pay*"] },
      expected: ["low", "medium"],
    },
    {
      name: "takes who made a key, or looks at it, for no user of it",
      records: [
        call("CreateKey", 0, { by: "Maker" }),
        ...history(),
        call("DescribeKey", 11 * DAY, { by: "Looker" }),
        call("Decrypt", 11 * DAY, { by: "Maker" }),
      ],
      expected: ["low"],
      says: /Maker/,
    },
    {
      name: "is silent on users from the start",
      records: [
        call("Decrypt", 0, { by: "Early" }),
        ...history(),
        call("Decrypt", 11 * DAY, { by: "Early" }),
      ],
      expected: [],
    },
    {
      name: "is silent on a young key, and says so",
      records: [...history().slice(0, 9), call("Decrypt", 1 * DAY, { by: "Stranger" })],
      expected: [],
      notes: /no baseline/,
    },
    {
      name: "is silent on services",
      records: [
        ...history(),
        call("Decrypt", 11 * DAY, { userIdentity: { type: "AWSService", invokedBy: "logs.amazonaws.com" } }),
      ],
      expected: [],
    },
  ],
  "KMS-14": [
    {
      name: "fires where the context is missing",
      records: [...history(), decrypt(11 * DAY, undefined)],
      expected: ["medium"],
      says: /without encryption context/,
    },
    {
      name: "fires on other names",
      records: [...history(), decrypt(11 * DAY, { tenant: "a", debug: "1" })],
      expected: ["medium"],
      says: /debug \+ tenant/,
    },
    {
      name: "fires on data key pairs without context",
      records: [
        ...history(),
        call("GenerateDataKeyPair", 11 * DAY, { by, requestParameters: { keyPairSpec: "RSA_2048" } }),
      ],
      expected: ["medium"],
    },
    {
      name: "is silent on signatures",
      records: [
        ...history(),
        call("Sign", 11 * DAY, { by, requestParameters: { signingAlgorithm: "ECDSA_SHA_256" } }),
      ],
      expected: [],
    },
    {
      name: "is silent on other values",
      records: [...history(), decrypt(11 * DAY, { tenant: "b" })],
      expected: [],
    },
    {
      name: "is silent on keys that had different kinds",
      records: [decrypt(0, { a: "1" }), ...history()],
      expected: [],
    },
    {
      name: "is silent on keys that never had one",
      records: [...history({}), decrypt(11 * DAY, { tenant: "a" })],
      expected: [],
    },
    {
      name: "is silent without a baseline",
      records: [...history().slice(0, 20), decrypt(3 * DAY, undefined)],
      expected: [],
    },
  ],
  "KMS-15": [
    {
      name: "fires on a network that is new for the principal",
      records: [...history(), decrypt(11 * DAY, undefined, { sourceIPAddress: "203.0.113.9" })],
      expected: ["medium"],
      says: /203\.0\.113/,
    },
    {
      name: "fires on a Region that is new for the principal",
      records: [...history(), decrypt(11 * DAY, undefined, { awsRegion: "ap-south-1" })],
      expected: ["medium"],
      says: /ap-south-1/,
    },
    {
      name: "is silent within the same network",
      records: [...history(), decrypt(11 * DAY, undefined, { sourceIPAddress: "198.51.100.200" })],
      expected: [],
    },
    {
      name: "is silent on private addresses and names of services",
      records: [
        ...history(),
        ...["10.1.2.3", "172.16.9.9", "secretsmanager.amazonaws.com", "AWS Internal", "172.01.01.001"].map(
          (sourceIPAddress) => decrypt(11 * DAY, undefined, { sourceIPAddress }),
        ),
      ],
      expected: [],
    },
    {
      name: "fires on the public part of 172.0.0.0/8",
      records: [...history(), decrypt(11 * DAY, undefined, { sourceIPAddress: "172.217.1.1" })],
      expected: ["medium"],
    },
    {
      name: "is silent on listed networks",
      records: [...history(), decrypt(11 * DAY, undefined, { sourceIPAddress: "203.0.113.9" })],
      allow: { networks: ["203.0.113.0/24"] },
      expected: [],
    },
    {
      name: "fires on a network of which only another part is listed",
      records: [
        ...history(),
        decrypt(11 * DAY, undefined, { sourceIPAddress: "203.0.113.9" }),
        decrypt(11 * DAY + 60, undefined, { sourceIPAddress: "203.0.113.200" }),
      ],
      allow: { networks: ["203.0.113.0/25"] },
      expected: ["medium"],
    },
    {
      name: "is silent without a baseline, and says so",
      records: [decrypt(0, undefined), decrypt(60, undefined, { sourceIPAddress: "203.0.113.9" })],
      expected: [],
      notes: /no baseline/,
    },
  ],
  "KMS-16": [
    {
      name: "fires on writes of root",
      records: [call("DisableKey", 0, { userIdentity: root })],
      expected: ["high"],
    },
    {
      name: "is low on lists",
      records: [call("ListKeys", 0, { userIdentity: root, keyArn: null })],
      expected: ["low"],
    },
    {
      name: "is silent on services for root",
      records: [call("Decrypt", 0, { userIdentity: { ...root, invokedBy: "AWS Internal" } })],
      expected: [],
    },
    {
      name: "is silent on others and on refusals",
      records: [call("DisableKey", 0), refused("DisableKey", 0, { userIdentity: root })],
      expected: [],
    },
  ],
  "KMS-17": [
    {
      name: "fires on a replica outside the list",
      records: [call("ReplicateKey", 0, { requestParameters: { replicaRegion: "ap-south-1" } })],
      allow: { regions: ["us-east-1"] },
      expected: ["high"],
      says: /ap-south-1/,
    },
    {
      name: "fires on writes outside the list",
      records: [call("CreateKey", 0, { awsRegion: "sa-east-1" })],
      allow: { regions: ["us-east-1"] },
      expected: ["high"],
    },
    {
      name: "is low without a list, for moves alone",
      records: [
        call("UpdatePrimaryRegion", 0, { requestParameters: { primaryRegion: "eu-west-1" } }),
        call("CreateKey", 1, { awsRegion: "sa-east-1" }),
      ],
      expected: ["low"],
    },
    {
      name: "is silent within the list",
      records: [call("ReplicateKey", 0, { requestParameters: { replicaRegion: "eu-west-1" } })],
      allow: { regions: ["us-east-1", "eu-west-1"] },
      expected: [],
    },
    {
      name: "is silent on reads outside the list",
      records: [call("Decrypt", 0, { awsRegion: "sa-east-1" })],
      allow: { regions: ["us-east-1"] },
      expected: [],
    },
    {
      name: "is silent where the request was refused",
      records: [refused("CreateKey", 0, { awsRegion: "sa-east-1" })],
      allow: { regions: ["us-east-1"] },
      expected: [],
    },
  ],
  "KMS-23": [
    {
      name: "fires on a trail that leaves KMS out",
      records: [
        call("PutEventSelectors", 0, {
          eventSource: "cloudtrail.amazonaws.com",
          requestParameters: { eventSelectors: [{ excludeManagementEventSources: ["kms.amazonaws.com"] }] },
        }),
      ],
      expected: ["medium"],
    },
    {
      name: "fires on advanced selectors that leave KMS out",
      records: [
        call("PutEventSelectors", 0, {
          eventSource: "cloudtrail.amazonaws.com",
          requestParameters: {
            advancedEventSelectors: [
              { fieldSelectors: [{ field: "eventSource", notEquals: ["kms.amazonaws.com"] }] },
            ],
          },
        }),
      ],
      expected: ["medium"],
    },
    {
      name: "fires on selectors that leave KMS out among others, or all management events",
      records: [
        {
          eventSelectors: [{ excludeManagementEventSources: ["rdsdata.amazonaws.com", "kms.amazonaws.com"] }],
        },
        { eventSelectors: [{ readWriteType: "All", includeManagementEvents: false, dataResources: [] }] },
        {
          advancedEventSelectors: [
            {
              fieldSelectors: [
                { field: "eventSource", notEquals: ["rdsdata.amazonaws.com", "kms.amazonaws.com"] },
              ],
            },
          ],
        },
      ].map((requestParameters, index) =>
        call("PutEventSelectors", index, { eventSource: "cloudtrail.amazonaws.com", requestParameters }),
      ),
      expected: ["medium", "medium", "medium"],
    },
    {
      name: "is silent on selectors of which one has management events, or that leave others out",
      records: [
        {
          eventSelectors: [
            { readWriteType: "All", includeManagementEvents: true },
            { readWriteType: "All", includeManagementEvents: false },
          ],
        },
        { eventSelectors: [{ excludeManagementEventSources: ["rdsdata.amazonaws.com"] }] },
        {
          advancedEventSelectors: [
            { fieldSelectors: [{ field: "eventSource", notEquals: ["rdsdata.amazonaws.com"] }] },
            { fieldSelectors: [{ field: "eventSource", equals: ["kms.amazonaws.com"] }] },
          ],
        },
      ].map((requestParameters, index) =>
        call("PutEventSelectors", index, { eventSource: "cloudtrail.amazonaws.com", requestParameters }),
      ),
      expected: [],
    },
    {
      name: "fires on StopLogging",
      records: [call("StopLogging", 0, { eventSource: "cloudtrail.amazonaws.com" })],
      expected: ["medium"],
    },
    {
      name: "fires on a gap of hours after a day of requests in every hour",
      records: [...steady(25, 0), ...series(5, 60, (_, seconds) => decrypt(seconds, undefined), 28 * HOUR)],
      expected: ["medium"],
    },
    {
      name: "is silent on a gap of less than two hours",
      records: [...steady(25, 0), ...series(5, 60, (_, seconds) => decrypt(seconds, undefined), 26.5 * HOUR)],
      expected: [],
    },
    {
      name: "fires on a gap in a steady caller",
      records: [...steady(72, 0), ...series(5, 60, (_, seconds) => decrypt(seconds, undefined), 76 * HOUR)],
      expected: ["medium"],
      says: /no event for/,
    },
    {
      name: "tells a trail of writes once",
      records: series(60, 60, (_, seconds) => call("CreateGrant", seconds)),
      expected: ["medium"],
      says: /write events alone/,
    },
    {
      name: "is silent on other selectors, and on refusals",
      records: [
        call("PutEventSelectors", 0, {
          eventSource: "cloudtrail.amazonaws.com",
          requestParameters: { eventSelectors: [{ excludeManagementEventSources: [] }] },
        }),
        refused("StopLogging", 1, { eventSource: "cloudtrail.amazonaws.com" }),
      ],
      expected: [],
    },
    { name: "is silent on callers that come and go", records: nightly(6, 10), expected: [] },
    {
      name: "is silent on a write or two",
      records: [call("PutKeyPolicy", 0), call("DisableKey", 60)],
      expected: [],
    },
  ],
};
