/**
 * CloudTrail's event history: 90 days of management events of one Region, without a trail. It hands out 50 events a request and allows two
 * requests a second, about 100 events a second: for more than a look, read the trail's files.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { LookupEventsCommandOutput } from "@aws-sdk/client-cloudtrail";
import { UsageError } from "../../usageError";
import type { Filters } from "../filters";
import type { Source } from "./source";

/** Milliseconds between two requests to one Region. */
const INTERVAL = 500;
const DAY = 24 * 3600 * 1000;

/**
 * One source for each Region.
 * @param progress called with the number of events read so far in the Region
 */
export function lookedUpEvents(
  filters: Filters,
  region: string | undefined,
  progress: (region: string, events: number) => void,
): Source[] {
  const regions = filters.regions.length > 0 ? filters.regions : region === undefined ? [] : [region];
  if (regions.length === 0) throw new UsageError("--lookup needs a Region: give --region or set AWS_REGION");
  const since = filters.since ?? new Date(Date.now() - DAY);
  return regions.map((name) => ({
    name: `event history of ${name}`,
    read: () => history(name, since, filters.until ?? new Date(), progress),
  }));
}

async function* history(
  region: string,
  since: Date,
  until: Date,
  progress: (region: string, events: number) => void,
): AsyncGenerator<Uint8Array> {
  const { CloudTrailClient, LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
  const client = new CloudTrailClient({ region, maxAttempts: 10, retryMode: "adaptive" });
  let [token, events, next]: [string | undefined, number, number] = [undefined, 0, 0];
  do {
    await sleep(Math.max(0, next - Date.now()));
    next = Date.now() + INTERVAL;
    const page: LookupEventsCommandOutput = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: "EventSource", AttributeValue: "kms.amazonaws.com" }],
        StartTime: since,
        EndTime: until,
        MaxResults: 50,
        NextToken: token,
      }),
    );
    const texts = (page.Events ?? []).flatMap(({ CloudTrailEvent: text }) =>
      text === undefined ? [] : [text],
    );
    events += texts.length;
    progress(region, events);
    if (texts.length > 0) yield Buffer.from(`[${texts.join(",")}]`);
    token = page.NextToken;
  } while (token !== undefined);
}
