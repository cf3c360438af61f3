/** Moments as CloudTrail writes them: `2026-10-01T00:00:00Z`. */

const pattern =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(?:Z|UTC|([+-])(\d\d)(?::?(\d\d))?)?\s*$/;
/** Days that were asked for lately, by their digits. */
const days = new Map<number, number>();
const REMEMBERED = 5000;

/**
 * The moment in a stretch of bytes.
 * @returns microseconds since 1970, UTC; NaN where it is none
 */
export function eventTime(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 20 || bytes[start + 10] !== 0x54 || bytes[start + 19] !== 0x5a)
    return unusualTime(bytes, start, end);
  const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  const dashes = bytes[start + 4] === 0x2d && bytes[start + 7] === 0x2d;
  const colons = bytes[start + 13] === 0x3a && bytes[start + 16] === 0x3a;
  if (!dashes || !colons || !(hour < 24 && minute < 60 && second < 60)) return NaN;
  return (dayStart(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000) * 1000;
}

/** Exports write a blank for the T, parts of a second, another zone, or none. */
function unusualTime(bytes: Uint8Array, start: number, end: number): number {
  const match = pattern.exec(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
  if (match === null) return NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((text: string | undefined) => Number(text ?? 0));
  if (!(hour < 24 && minute < 60 && second < 60)) return NaN;
  const [fraction = "", sign, zoneHours = "0", zoneMinutes = "0"] = match.slice(7);
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === "-" ? -1 : 1);
  const milliseconds = dayStart(year, month, day) + ((hour * 60 + minute - zone) * 60 + second) * 1000;
  return milliseconds * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

function dayStart(year: number, month: number, day: number): number {
  const key = (year * 100 + month) * 100 + day;
  const known = days.get(key);
  if (known !== undefined) return known;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const milliseconds = exists ? date.getTime() : NaN;
  if (days.size < REMEMBERED) days.set(key, milliseconds);
  return milliseconds;
}

/** NaN where a byte is no digit. */
function twoDigits(bytes: Uint8Array, offset: number): number {
  const [tens, ones] = [(bytes[offset] ?? 0) - 0x30, (bytes[offset + 1] ?? 0) - 0x30];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}
