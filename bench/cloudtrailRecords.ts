/**
 * Writes CloudTrail files of an organization that uses KMS, with the shapes and proportions of real trails: services that encrypt for
 * others, roles with a new session each, one caller without keyId, errors, administration, and events delivered by two trails.
 * `node -r ts-node/register/transpile-only bench/cloudtrailRecords.ts FOLDER MEGABYTES RECORDS_A_FILE [json|gz|ndjson]`
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** What to write. */
export interface Trail {
  readonly folder: string;
  /** Size of the records as JSON text in megabytes (10^6 bytes). */
  readonly megabytes: number;
  readonly recordsPerFile: number;
  readonly format: "json" | "gz" | "ndjson";
  readonly keys?: number;
}

const ACCOUNTS = ["111111111111", "222222222222", "333333333333"] as const;
const REGIONS = ["eu-central-1", "us-east-1", "us-west-2"] as const;
const START = Date.parse("2026-10-01T00:00:00Z");
const MONTH_SECONDS = 30 * 24 * 3600;
/** One record in so many is delivered again by a second trail, in the next file. */
const DUPLICATE_EVERY = 50;

/** Writes the files and gives the number of records in them, repeated ones included. Same arguments, same bytes. */
export function writeTrail({ folder, megabytes, recordsPerFile, format, keys = 10_000 }: Trail): number {
  const random = randomNumbers(20_261_001);
  let [bytes, records, file] = [0, 0, 0];
  let repeated: string[] = [];
  while (bytes < megabytes * 1e6) {
    const texts = repeated;
    repeated = [];
    let fileBytes = 0;
    while (texts.length < recordsPerFile && bytes + fileBytes < megabytes * 1e6) {
      const text = JSON.stringify(record(random, records + texts.length, keys));
      texts.push(text);
      fileBytes += text.length + 1;
      if (random() < 1 / DUPLICATE_EVERY) repeated.push(text);
    }
    bytes += fileBytes;
    records += texts.length;
    writeFile(folder, file++, texts, format);
  }
  return records;
}

function writeFile(folder: string, index: number, texts: readonly string[], format: Trail["format"]): void {
  const account = ACCOUNTS[index % ACCOUNTS.length] ?? "";
  const region = REGIONS[index % REGIONS.length] ?? "";
  const day = String(1 + (index % 30)).padStart(2, "0");
  const into = path.join(folder, "AWSLogs", account, "CloudTrail", region, "2026", "10", day);
  mkdirSync(into, { recursive: true });
  const name = `${account}_CloudTrail_${region}_202610${day}T0000Z_${String(index).padStart(16, "0")}.json`;
  const body = format === "ndjson" ? `${texts.join("\n")}\n` : `{"Records":[${texts.join(",")}]}`;
  if (format === "gz") writeFileSync(path.join(into, `${name}.gz`), gzipSync(body, { level: 6 }));
  else writeFileSync(path.join(into, name), body);
}

function record(random: () => number, index: number, keys: number): Readonly<Record<string, unknown>> {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  // A few keys carry most of the load.
  const keyNumber = Math.floor(keys * random() ** 3);
  const region = REGIONS[keyNumber % REGIONS.length] ?? "";
  const account = ACCOUNTS[Math.floor(keyNumber / REGIONS.length) % ACCOUNTS.length] ?? "";
  const keyId = uuid(`key ${keyNumber}`);
  const keyArn = `arn:aws:kms:${region}:${account}:key/${keyId}`;
  const eventTime = new Date(START + Math.floor(random() * MONTH_SECONDS) * 1000)
    .toISOString()
    .replace(".000", "");
  const common = {
    eventTime,
    eventSource: "kms.amazonaws.com",
    awsRegion: region,
    requestID: uuid(`request ${index}`),
    eventID: uuid(`event ${index}`),
    resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: keyArn }],
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
  const dice = random();
  if (dice < 0.35) {
    const bucket = `data-${account}-${keyNumber % 40}`;
    const session = `worker-${Math.floor(random() * 5000)}`;
    return {
      eventVersion: "1.11",
      userIdentity: assumedRole(account, `Reader${keyNumber % 60}`, session, "AWS Internal"),
      eventName: random() < 0.7 ? "Decrypt" : "GenerateDataKey",
      sourceIPAddress: "AWS Internal",
      userAgent: "AWS Internal",
      requestParameters: {
        encryptionContext: { "aws:s3:arn": `arn:aws:s3:::${bucket}/part-${Math.floor(random() * 2000)}` },
      },
      responseElements: null,
      readOnly: true,
      ...common,
    };
  }
  if (dice < 0.55)
    return {
      eventVersion: "1.09",
      userIdentity: { type: "AWSService", invokedBy: "cloudtrail.amazonaws.com" },
      eventName: "GenerateDataKey",
      sourceIPAddress: "cloudtrail.amazonaws.com",
      userAgent: "cloudtrail.amazonaws.com",
      requestParameters: {
        keyId: keyArn,
        keySpec: "AES_256",
        encryptionContext: {
          "aws:cloudtrail:arn": `arn:aws:cloudtrail:${region}:${account}:trail/organization`,
          "aws:s3:arn": `arn:aws:s3:::trail-${account}/AWSLogs/${Math.floor(random() * 300)}`,
        },
      },
      responseElements: null,
      readOnly: true,
      sharedEventID: uuid(`shared ${index}`),
      ...common,
    };
  if (dice < 0.97) {
    const instance = index % 700;
    return {
      eventVersion: "1.11",
      userIdentity: assumedRole(
        account,
        `Service${keyNumber % 80}`,
        `i-${uuid(`instance ${instance}`).slice(0, 17)}`,
      ),
      eventName: pick(["Decrypt", "Decrypt", "Decrypt", "GenerateDataKey", "Encrypt", "Sign", "DescribeKey"]),
      sourceIPAddress: `10.0.${Math.floor(instance / 250)}.${1 + (instance % 250)}`,
      userAgent: "aws-sdk-java/2.29.1 Linux/6.1 OpenJDK_64-Bit_Server_VM/21 md/command#kms.decrypt",
      ...(random() < 0.02 && {
        errorCode: pick(["AccessDenied", "KMSInvalidStateException", "NotFoundException"]),
        errorMessage: `User is not authorized to perform this operation on resource ${keyArn}`,
      }),
      requestParameters: {
        ...(random() < 0.5 && { keyId: random() < 0.5 ? `alias/app-${keyNumber}` : keyArn }),
        encryptionAlgorithm: "SYMMETRIC_DEFAULT",
        encryptionContext: {
          tenant: `t-${Math.floor(random() * 500)}`,
          "service:name": `svc-${keyNumber % 80}`,
        },
      },
      responseElements: null,
      readOnly: true,
      vpcEndpointId: "vpce-0d985940f92611b87",
      tlsDetails: {
        tlsVersion: "TLSv1.3",
        cipherSuite: "TLS_AES_256_GCM_SHA384",
        clientProvidedHostHeader: `kms.${region}.amazonaws.com`,
      },
      ...common,
    };
  }
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: `arn:aws:iam::${account}:user/admin-${keyNumber % 9}`,
      accountId: account,
      accessKeyId: "AKIAEXAMPLE",
      userName: `admin-${keyNumber % 9}`,
    },
    eventName: pick([
      "ListGrants",
      "GetKeyPolicy",
      "TagResource",
      "CreateGrant",
      "EnableKeyRotation",
      "ListAliases",
    ]),
    sourceIPAddress: `203.0.113.${keyNumber % 200}`,
    userAgent: "aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux#6.1 lang/python#3.11.9",
    requestParameters: { keyId },
    responseElements: null,
    readOnly: false,
    ...common,
  };
}

function assumedRole(
  account: string,
  role: string,
  session: string,
  invokedBy?: string,
): Readonly<Record<string, unknown>> {
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: "ASIAEXAMPLE",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLE",
        arn: `arn:aws:iam::${account}:role/service/${role}`,
        accountId: account,
        userName: role,
      },
      webIdFederationData: {},
      attributes: { creationDate: "2026-10-01T00:00:00Z", mfaAuthenticated: "false" },
    },
    ...(invokedBy !== undefined && { invokedBy }),
  };
}

function uuid(seed: string): string {
  const hex = createHash("md5").update(seed).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (require.main === module) {
  const [folder = ".", megabytes = "10", recordsPerFile = "500", format = "gz"] = process.argv.slice(2);
  if (format !== "gz" && format !== "json" && format !== "ndjson")
    throw new Error(`no such format: ${format}`);
  const records = writeTrail({
    folder,
    megabytes: Number(megabytes),
    recordsPerFile: Number(recordsPerFile),
    format,
  });
  console.log(`${records.toLocaleString("en")} records`);
}
