/**
 * What the path of a trail's object says about its events, so that files that cannot match are not read.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
 */
import type { Filters } from "../filters";

const DAY = 24 * 3600 * 1000;
/** `AWSLogs/[organization/]account/CloudTrail/region/year/month/day/`, at the end or followed by more. */
const layout =
  /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(?:(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?)?/;

/**
 * Whether an object of this path, or one below this folder, can hold events that pass. Digest and Insights files cannot. A file may
 * hold events older than its date, by a day at most here, but none younger.
 */
export function mayHoldEvents(trailPath: string, { since, until, regions, accounts }: Filters): boolean {
  const unified = trailPath.replaceAll("\\", "/");
  if (/\/CloudTrail-(Digest|Insight)\//.test(unified)) return false;
  const match = layout.exec(unified);
  if (match === null) return true;
  const [, account = "", region = "", year, month, day] = match;
  if (accounts.length > 0 && !accounts.includes(account)) return false;
  if (regions.length > 0 && !regions.includes(region)) return false;
  if (year === undefined) return true;
  const first = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const last = lastDay(Number(year), month, day);
  return (
    (since === undefined || last + DAY > since.getTime()) &&
    (until === undefined || first - DAY < until.getTime())
  );
}

/** The last day, at midnight UTC, that the date in a path covers. */
function lastDay(year: number, month: string | undefined, day: string | undefined): number {
  if (month === undefined) return Date.UTC(year, 11, 31);
  if (day === undefined) return Date.UTC(year, Number(month), 0);
  return Date.UTC(year, Number(month) - 1, Number(day));
}
