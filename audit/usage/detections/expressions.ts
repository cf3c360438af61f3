/** How the SQL of detections writes an event, its key, its success. */

/** Events of a finding that are listed; the rest is only counted. */
export const LISTED = 1000;

/** An event's id; one without is named by its place. */
export const EVENT = "coalesce(eventID, file || ' record ' || CAST(place AS VARCHAR))";

const keyInMessage =
  "nullif(regexp_extract(errorMessage, 'arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]+'), '')";

/** The key of an event. Refused requests have it in the message alone. */
export const KEY = `coalesce(keyArn, ${keyInMessage}, requestedKey)`;

/** The key with its replicas: they share the id, which begins with mrk-. */
export const FAMILY = `coalesce(nullif(regexp_extract(${KEY}, 'mrk-[0-9a-z]+'), ''), ${KEY})`;

/** The request was granted. */
export const SUCCEEDED = "errorCode IS NULL";

/** The service acts of its own accord, for nobody. */
export const BY_SERVICE = "(coalesce(identityType, '') = 'AWSService' OR starts_with(principal, 'service:'))";

/** A text of the request's parameters. */
export function parameter(name: string): string {
  return `json_extract_scalar(requestParameters, '$.${name}')`;
}

/** A list as JSON: Athena hands lists over as a text that cannot be read back. */
export function asJson(list: string): string {
  return `json_format(CAST(${list} AS JSON))`;
}

/**
 * The first events of a group, oldest first: as many as are listed. Of one second they come in the order of their ids, so that the answer
 * is the same whatever order the engine reads the events in.
 */
export function earliest(event = EVENT, time = "eventTime", most = LISTED): string {
  return `list_transform(min(ROW(${time}, ${event}), ${most}), lambda one : one[2])`;
}

/** The key is used, not managed. https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html */
export const CRYPTOGRAPHIC = `eventName IN (${[
  ...["Decrypt", "DeriveSharedSecret", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair"],
  ...["GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "ReEncrypt"],
  ...["Sign", "Verify", "VerifyMac"],
]
  .map((name) => `'${name}'`)
  .join(", ")})`;
