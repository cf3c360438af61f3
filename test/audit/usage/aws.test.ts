import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setEnvironment } from "../../environment";
import { event, packed, trailFile, usage } from "./trail";

const layout = (region: string, day: string, name: string) =>
  `AWSLogs/111122223333/CloudTrail/${region}/2026/10/${day}/${name}`;
const objects: Readonly<Record<string, Uint8Array>> = {
  [layout("us-east-1", "01", "a.json.gz")]: packed(trailFile(event(1), event(2))),
  [layout("us-east-1", "01", "b.json.gz")]: packed(trailFile(event(2), event(3))),
  [layout("us-east-1", "09", "c.json.gz")]: packed(trailFile(event(4))),
  [layout("eu-west-1", "01", "d.json.gz")]: packed(trailFile(event(5))),
  "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/e.json.gz": packed("{}"),
};
const environment = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
} as const;

/** As much of S3 and CloudTrail as the command asks for. */
describe("kms-audit usage on AWS", () => {
  let server: Server;
  let asked: string[] = [];
  let restore: () => void;

  before(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://localhost");
      asked.push(`${request.method ?? ""} ${url.pathname}${url.search}`);
      if (request.method === "POST")
        void text(request).then((body) => {
          response.setHeader("content-type", "application/x-amz-json-1.1");
          response.end(JSON.stringify(lookedUp(JSON.parse(body) as { NextToken?: string })));
        });
      else if (url.searchParams.get("list-type") === "2")
        response.end(listing(url.searchParams.get("prefix") ?? ""));
      else {
        const object = objects[url.pathname.replace("/trail/", "")];
        response.statusCode = object === undefined ? 404 : 200;
        response.end(object);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    restore = setEnvironment({ ...environment, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    restore();
  });
  beforeEach(() => {
    asked = [];
  });

  it("reads the objects below a prefix", async () => {
    const { report, outcome } = await usage({}, ["s3://trail/AWSLogs/"]);
    assert.equal(outcome.exitCode, 0, outcome.err);
    assert.deepEqual([report.sources, report.events, report.duplicates, report.skipped], [4, 5, 1, 1]);
  });

  it("neither lists nor reads what the filters rule out", async () => {
    const { report } = await usage({}, [
      ...["s3://trail/AWSLogs/", "--region", "us-east-1"],
      ...["--since", "2026-10-01", "--until", "2026-10-02"],
    ]);
    assert.deepEqual([report.sources, report.events], [2, 3]);
    assert.deepEqual(
      asked.filter((one) => /eu-west-1|Digest|2026%2F10%2F09|\/09\//.test(one)),
      [],
    );
  });

  it("pages through the event history within its quota", async () => {
    const start = Date.now();
    const { report, outcome } = await usage({}, ["--lookup", "--since", "2026-10-01"]);
    assert.equal(outcome.exitCode, 0, outcome.err);
    assert.deepEqual([report.events, report.broken], [3, 0]);
    assert.equal(asked.length, 2);
    assert.ok(Date.now() - start >= 450, "two requests take half a second");
  });
});

function listing(prefix: string): string {
  const below = Object.keys(objects).filter((key) => key.startsWith(prefix));
  const folders = new Set<string>();
  const keys: string[] = [];
  for (const key of below) {
    const slash = key.indexOf("/", prefix.length);
    if (slash < 0) keys.push(key);
    else folders.add(key.slice(0, slash + 1));
  }
  const contents = keys.map(
    (key) => `<Contents><Key>${key}</Key><Size>${objects[key]?.length ?? 0}</Size></Contents>`,
  );
  const prefixes = [...folders].map(
    (folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`,
  );
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents.join("")}${prefixes.join("")}</ListBucketResult>`;
}

function lookedUp({ NextToken: token }: { NextToken?: string }): object {
  const pages = token === undefined ? [event(1), event(2)] : [event(3)];
  return {
    Events: pages.map((one) => ({ EventId: one.eventID, CloudTrailEvent: JSON.stringify(one) })),
    ...(token === undefined && { NextToken: "more" }),
  };
}
