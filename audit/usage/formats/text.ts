/** The report for people, within the width of the terminal. */
import { createColors } from "picocolors";
import type { UsageReport } from "../report";
import { detectionsText } from "./detectionsText";
import { dollars } from "./dollars";
import { barsOf, number, shorten, tableOf, time } from "./textParts";

type Colors = ReturnType<typeof createColors>;

/** Rows of a table; the rest is counted in one line. */
const TOP = 10;
/** The least share of a quota's default that is worth a line. */
const BUSY = 0.1;

/**
 * Writes the report.
 * @param columns characters a line may have
 */
export function usageText(report: UsageReport, columns: number, withColors: boolean): string {
  const colors = createColors(withColors);
  const width = Math.max(60, Math.min(columns, 120));
  const sections = [
    heading(report, colors),
    report.events === 0 ? nothing(report) : undefined,
    detectionsText(report, colors, width),
    days(report, colors, width),
    counts("Operations", report.byEventName, report.events, colors, width),
    counts("Principals", report.byPrincipal, report.events, colors, width),
    keys(report, colors, width),
    counts("Sources", report.bySource, report.events, colors, width),
    counts("Regions", report.byRegion, report.events, colors, width),
    counts("Identity types", report.byIdentityType, report.events, colors, width),
    counts("Errors", report.byErrorCode, report.events, colors, width),
    contexts(report, colors, width),
    unused(report, colors),
    hotSpots(report, colors, width),
    quotas(report, colors, width),
    cost(report, colors),
    broken(report, colors),
  ];
  return `${sections.filter((section) => section !== undefined).join("\n\n")}\n`;
}

function heading(report: UsageReport, colors: Colors): string {
  const { events, first, last, sources, records, duplicates, skipped, broken: bad, sharedEvents } = report;
  const span = first === null || last === null ? "" : `, ${time(first)} to ${time(last)} UTC`;
  const read = [
    `${number(records)} records in ${number(sources)} ${sources === 1 ? "source" : "sources"}`,
    duplicates > 0 && `${number(duplicates)} delivered again`,
    skipped > 0 && `${number(skipped)} digests or Insights skipped`,
    bad > 0 && colors.red(`${number(bad)} broken`),
  ].filter((part) => part !== false);
  const shared =
    sharedEvents === 0
      ? ""
      : `\n${number(sharedEvents)} of them are a second account's record of a request that is there already`;
  return `${colors.bold(`${number(events)} requests to AWS KMS`)}${span}\n${read.join(", ")}${shared}${compared(report)}${asked(report)}`;
}

function compared({ baseline }: UsageReport): string {
  if (baseline === undefined) return "";
  const since = baseline.first === null ? "" : `, since ${time(baseline.first)}`;
  return `\nCompared with ${number(baseline.events)} earlier requests${since}`;
}

function asked({ athena }: UsageReport): string {
  if (athena === undefined) return "";
  const { table, queries, bytesScanned, notes } = athena;
  const read = `${number(Math.ceil(bytesScanned / 1e6))} MB`;
  return [`\nAsked of ${table} in Athena: ${number(queries)} queries read ${read}`, ...notes].join("\n  ");
}

/** An empty report must not read as "nobody uses the keys". */
function nothing({ records }: UsageReport): string {
  return records === 0
    ? "There were no records. Are these CloudTrail files, and do the filters fit them?"
    : "None of the records passes the filters and is a request to KMS. A trail may leave KMS out\n" +
        "(ExcludeManagementEventSources), and one for write events only has no Encrypt, Decrypt or GenerateDataKey.";
}

function days({ byDay, byEventName }: UsageReport, colors: Colors, width: number): string | undefined {
  const entries = Object.entries(byDay);
  if (entries.length < 2) return undefined;
  const note = Object.keys(byEventName).some((name) => /crypt|DataKey|Sign|Mac$/.test(name))
    ? ""
    : "\nNo cryptographic operation is among them: is this a trail for write events only?";
  const shown = entries.slice(-31);
  return (
    `${colors.bold(shown.length < entries.length ? "The last 31 days with requests" : "By day")}\n` +
    barsOf(shown, width) +
    note
  );
}

function counts(
  title: string,
  all: UsageReport["byEventName"],
  total: number,
  colors: Colors,
  width: number,
): string | undefined {
  const entries = Object.entries(all);
  if (entries.length === 0) return undefined;
  const rows = entries
    .slice(0, TOP)
    .map(([name, events]) => [shorten(name, width - 28), number(events), share(events, total)]);
  return `${colors.bold(title)}\n${tableOf(["", "requests", "share"], rows)}${more(entries.length)}`;
}

function keys({ keys: all }: UsageReport, colors: Colors, width: number): string | undefined {
  if (all.length === 0) return undefined;
  const rows = all
    .slice(0, TOP)
    .map(({ keyArn, aliases, events, users, last }) => [
      shorten(
        aliases[0] === undefined ? keyArn : `${aliases[0]} (${keyArn.replace(/^.*:key\//, "")})`,
        width - 50,
      ),
      number(events),
      number(users),
      time(last),
    ]);
  return `${colors.bold("Keys")}\n${tableOf(["", "requests", "users", "last use"], rows)}${more(all.length)}`;
}

function contexts({ encryptionContexts }: UsageReport, colors: Colors, width: number): string | undefined {
  if (encryptionContexts.distinct === 0) return undefined;
  const rows = encryptionContexts.top
    .slice(0, 5)
    .map(({ encryptionContext, events }) => [shorten(encryptionContext, width - 19), number(events)]);
  const { distinct, events } = encryptionContexts;
  return (
    `${colors.bold("Encryption contexts")}: ${number(distinct)} different ones in ${number(events)} requests\n` +
    tableOf(["", "requests"], rows)
  );
}

function unused({ unusedKeys }: UsageReport, colors: Colors): string | undefined {
  if (unusedKeys === null) return undefined;
  const listed = unusedKeys.slice(0, TOP).map((key) => `  ${key}`);
  return [
    `${colors.bold("Known keys without a request")}: ${number(unusedKeys.length)}`,
    ...listed,
    ...(unusedKeys.length > TOP ? [`  and ${number(unusedKeys.length - TOP)} more`] : []),
  ].join("\n");
}

function hotSpots({ hotSpots: all }: UsageReport, colors: Colors, width: number): string | undefined {
  const worth = all.filter(({ repeated }) => repeated > 0).slice(0, 5);
  if (worth.length === 0) return undefined;
  const half = Math.floor((width - 38) / 2);
  const rows = worth.map(({ principal, keyArn, requests, repeated, remedy }) => [
    shorten(principal, half),
    shorten(keyArn, half),
    number(requests),
    number(repeated),
    remedy === "s3-bucket-keys" ? "S3" : "",
  ]);
  return (
    `${colors.bold("What a cache would save")}: requests of one process for one encryption context within a minute\n` +
    `${tableOf(["", "key", "requests", "repeated", ""], rows)}\n` +
    "S3: turn on S3 Bucket Keys. Else: cache data keys, as the AWS Encryption SDK does."
  );
}

function quotas({ quotas: all }: UsageReport, colors: Colors, width: number): string | undefined {
  const shareOf = ({ peakPerSecond, defaultPerSecond }: UsageReport["quotas"][number]) =>
    defaultPerSecond === null ? 0 : peakPerSecond / defaultPerSecond;
  const busy = all
    .filter((quota) => (quota.peakPerSecond > 1 && shareOf(quota) >= BUSY) || quota.throttled > 0)
    .sort((left, right) => shareOf(right) - shareOf(left));
  if (busy.length === 0) return undefined;
  const rows = busy
    .slice(0, 5)
    .map((quota) => [
      shorten(quota.quota, width - 66),
      `${quota.account} ${quota.region}`,
      number(quota.peakPerSecond),
      share(quota.peakPerSecond, quota.defaultPerSecond ?? 0),
      number(quota.throttled),
    ]);
  return `${colors.bold("Busiest second of each request quota")}, of AWS's default\n${tableOf(["", "account, Region", "peak", "used", "throttled"], rows)}${more(busy.length, 5)}`;
}

function cost({ cost: bill }: UsageReport, colors: Colors): string | undefined {
  if (bill.requests === 0) return undefined;
  const { dollars: all, dollarsAfterFreeTier: rest, requests } = bill;
  return `${colors.bold("Cost of the requests")}: ${dollars(all)} for ${number(requests)} at list price,\n${dollars(rest)} if the 20,000 free ones a month are left for them`;
}

function broken({ broken: total, brokenRecords }: UsageReport, colors: Colors): string | undefined {
  if (total === 0) return undefined;
  const listed = brokenRecords
    .slice(0, TOP)
    .map(({ file, record, problem }) => `  ${file}${record === null ? "" : `, record ${record}`} ${problem}`);
  const rest = total > TOP ? [`  and ${number(total - TOP)} more (--format json names them)`] : [];
  return [colors.red(colors.bold("Broken records, not counted")), ...listed, ...rest].join("\n");
}

function share(part: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
}

function more(total: number, shown = TOP): string {
  return total > shown ? `\n  and ${number(total - shown)} more` : "";
}
