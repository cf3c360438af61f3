/** Finds where a record begins in text whose brackets or quotes do not match. */

/** Keys that CloudTrail writes first: an event as delivered, and exports that sort the keys. */
const firstKeys = "additionalEventData|awsRegion|errorCode|eventCategory|eventID|eventVersion|userIdentity";
/**
 * A bare quote ends a string, so these characters cannot be within one. \r and \x01 are line breaks, see RecordSplitter.
 * A first key marks the start of a record behind a comma as well as on a new line; any object may begin a line.
 */
const starts = new RegExp(`[,\\r\\x01[]\\s*(\\{\\s*"(?:${firstKeys})"\\s*:)|[\\r\\x01](\\{)`, "g");

/** The offset at which the next record begins behind the first byte of the text, or -1. */
export function nextRecordStart(text: Buffer): number {
  starts.lastIndex = 0;
  const match = starts.exec(text.toString("latin1"));
  return match === null ? -1 : match.index + match[0].length - (match[1] ?? match[2] ?? "").length;
}
