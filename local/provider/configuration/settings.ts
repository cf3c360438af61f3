/** The provider's configuration: read, checked, and with the environment's defaults. */
import type { Failure, PropertyTable } from "../property";
import { type Properties, UNKNOWN, type Value } from "../values";
import { flag, object, objects, text, textMap, texts } from "../read";
import { checkProperties } from "../checkProperties";

/** The configuration in effect. */
export interface ProviderSettings {
  /** Undefined where it is nowhere set: `checkSettings` refuses that. */
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
  /** Endpoint URL by service (`kms`). */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly assumeRoleArn: string | undefined;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly ignoredTags: { readonly keys: readonly string[]; readonly keyPrefixes: readonly string[] };
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  readonly skipCredentialsValidation: boolean;
  readonly skipRequestingAccountId: boolean;
  readonly maxRetries: number;
  readonly s3UsePathStyle: boolean;
}

const textMapProperty = { type: "map" } as const;

const table: PropertyTable = {
  accessKey: { type: "string", secret: true },
  allowedAccountIds: { type: "set", conflictsWith: ["forbiddenAccountIds"] },
  assumeRoleWithWebIdentity: { type: "object", fields: {} },
  assumeRoles: { type: "list", elements: { type: "object", fields: { roleArn: { type: "string" } } } },
  customCaBundle: { type: "string" },
  defaultTags: { type: "object", fields: { tags: textMapProperty } },
  ec2MetadataServiceEndpoint: { type: "string" },
  ec2MetadataServiceEndpointMode: { type: "string" },
  endpoints: { type: "set", elements: { type: "map" } },
  forbiddenAccountIds: { type: "set", conflictsWith: ["allowedAccountIds"] },
  httpProxy: { type: "string" },
  httpsProxy: { type: "string" },
  ignoreTags: { type: "object", fields: { keys: { type: "set" }, keyPrefixes: { type: "set" } } },
  insecure: { type: "boolean" },
  maxRetries: { type: "integer" },
  noProxy: { type: "string" },
  profile: { type: "string" },
  region: { type: "string" },
  retryMode: { type: "string" },
  s3UsEast1RegionalEndpoint: { type: "string" },
  s3UsePathStyle: { type: "boolean" },
  secretKey: { type: "string", secret: true },
  sharedConfigFiles: { type: "list" },
  sharedCredentialsFiles: { type: "list" },
  skipCredentialsValidation: { type: "boolean" },
  skipMetadataApiCheck: { type: "boolean" },
  skipRegionValidation: { type: "boolean" },
  skipRequestingAccountId: { type: "boolean" },
  stsRegion: { type: "string" },
  tagPolicyCompliance: { type: "string" },
  token: { type: "string", secret: true },
  tokenBucketRateLimiterCapacity: { type: "integer" },
  useDualstackEndpoint: { type: "boolean" },
  useFipsEndpoint: { type: "boolean" },
  userAgents: { type: "list" },
};

/** What the engine itself adds to a provider's configuration. */
const engineProperties = new Set(["version", "pluginDownloadURL", "pluginChecksums", "parameterization"]);

/** Checks a provider's configuration; values may be unknown. */
export function checkSettings(inputs: Properties, environment: NodeJS.ProcessEnv): readonly Failure[] {
  const { failures } = checkProperties(table, plain(inputs));
  if (inputs.region === UNKNOWN || regionOf(text(inputs, "region"), environment) !== undefined) {
    return failures;
  }
  const reason = `missing region information
Make sure you have set your AWS region, e.g. \`pulumi config set aws:region us-west-2\`.`;
  return [...failures, { property: "", reason }];
}

/**
 * Reads a checked configuration.
 * @throws TypeError where a value has the wrong type
 */
export function settingsOf(inputs: Properties, environment: NodeJS.ProcessEnv): ProviderSettings {
  const values = checkProperties(table, plain(inputs)).inputs;
  const [accessKeyId, secretAccessKey] = [text(values, "accessKey"), text(values, "secretKey")];
  const sessionToken = text(values, "token");
  const ignoreTags = object(values, "ignoreTags") ?? {};
  return {
    region: regionOf(text(values, "region"), environment),
    profile: text(values, "profile"),
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    endpoints: Object.assign({}, ...objects(values, "endpoints").map(endpointsOf)) as Record<string, string>,
    assumeRoleArn: text(objects(values, "assumeRoles")[0] ?? {}, "roleArn"),
    defaultTags: {
      ...defaultTagsOf(environment),
      ...textMap(object(values, "defaultTags") ?? {}, "tags"),
    },
    ignoredTags: {
      keys: texts(ignoreTags, "keys") ?? [],
      keyPrefixes: texts(ignoreTags, "keyPrefixes") ?? [],
    },
    allowedAccountIds: texts(values, "allowedAccountIds") ?? [],
    forbiddenAccountIds: texts(values, "forbiddenAccountIds") ?? [],
    skipCredentialsValidation: flag(values, "skipCredentialsValidation") ?? false,
    skipRequestingAccountId: flag(values, "skipRequestingAccountId") ?? false,
    maxRetries: typeof values.maxRetries === "number" ? values.maxRetries : 25,
    s3UsePathStyle: flag(values, "s3UsePathStyle") ?? false,
  };
}

function regionOf(configured: string | undefined, environment: NodeJS.ProcessEnv): string | undefined {
  return [configured, environment.AWS_REGION, environment.AWS_DEFAULT_REGION].find(
    (region) => region !== undefined && region !== "",
  );
}

/** Default tags of the environment: `TF_AWS_DEFAULT_TAGS_<key>=<value>`, as the official provider reads them. */
function defaultTagsOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  const prefix = "TF_AWS_DEFAULT_TAGS_";
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function endpointsOf(endpoints: Properties): Record<string, string> {
  return Object.fromEntries(
    Object.entries(endpoints).flatMap(([service, url]) =>
      typeof url === "string" && url !== "" ? [[service, url]] : [],
    ),
  );
}

/** Pulumi hands every value that is not a text over as JSON. */
function plain(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) =>
      engineProperties.has(name) ? [] : [[name, table[name]?.type === "string" ? value : fromJson(value)]],
    ),
  );
}

function fromJson(value: Value): Value {
  if (typeof value !== "string" || value === "") return value === "" ? null : value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}
