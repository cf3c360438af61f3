/** The commands of docs/usage.md, as they are typed; AWS is as much of S3 and CloudTrail as they ask for. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import { z } from "zod";
import { event, packed, trailFile } from "../audit/usage/trail";

const page = readFileSync("docs/usage.md", "utf8");
const DAY = 24 * 3_600_000;

const workflow = z.object({
  jobs: z.object({
    usage: z.object({
      steps: z.array(z.object({ name: z.string().optional(), run: z.string().optional() })),
    }),
  }),
});

/** A request so many days ago. */
function ago(
  days: number,
  number: number,
  changes: Parameters<typeof event>[1] = {},
): ReturnType<typeof event> {
  return event(number, { eventTime: new Date(Date.now() - days * DAY).toISOString(), ...changes });
}

const disabled = ago(0.1, 1000, { eventName: "DisableKey", readOnly: false });
const scheduled = ago(0.1, 1001, { eventName: "ScheduleKeyDeletion", readOnly: false });
const past = Array.from({ length: 60 }, (_, index) => ago(1.5 + index / 3, index));
const stranger = { type: "Role", arn: "arn:aws:iam::111122223333:role/Stranger", accountId: "111122223333" };

describe("the commands of docs/usage.md", () => {
  let folder: string;
  let server: Server;

  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };
  /** Runs a line with `npx kms-audit` being this repository's. */
  const bash = async (line: string, environment: NodeJS.ProcessEnv = {}) => {
    const { port } = server.address() as AddressInfo;
    const env = {
      ...process.env,
      ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "us-east-1" },
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      PATH: `${path.join(folder, "bin")}:${process.env.PATH ?? ""}`,
      ...environment,
    };
    const child = spawn("bash", ["-eo", "pipefail", "-c", line], { cwd: folder, env });
    const [out, err, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on("close", resolve)),
    ]);
    return { out, err, status };
  };

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "kms-foundation-usage-"));
    const command = `exec "${process.execPath}" "${path.resolve("dist/kms-audit.js")}" "\${@:2}"`;
    write("bin/npx", `#!/bin/bash\n[ "$1" = kms-audit ] || exit 9\n${command}\n`);
    chmodSync(path.join(folder, "bin/npx"), 0o755);
    write("trail/AWSLogs/a.json", trailFile(ago(0.5, 1), ago(2, 2)));
    write("b.json.gz", packed(trailFile(ago(0.5, 3))));
    const object = packed(trailFile(ago(0.5, 4, { awsRegion: "eu-central-1" })));
    server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? "", "http://localhost");
      if (request.method === "POST") {
        response.setHeader("content-type", "application/x-amz-json-1.1");
        response.end(JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(ago(0.5, 5)) }] }));
      } else if (searchParams.get("list-type") === "2")
        response.end(
          `<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>AWSLogs/a.json.gz</Key><Size>${object.length}</Size></Contents></ListBucketResult>`,
        );
      else response.end(object);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const commands = [...page.matchAll(/^\$ (.*kms-audit usage .*)$/gm)].map(([, command]) => command ?? "");

  it("are there", () => {
    assert.ok(commands.length >= 5);
  });

  for (const command of commands.filter((one) => !one.includes("--athena")))
    it(`\`${command}\``, async () => {
      const { status, out, err } = await bash(command);
      assert.equal(status, 0, err);
      if (!command.includes("--output")) assert.match(out, /[12] requests to AWS KMS|"events": 1/);
    });

  it("writes the page into the folder, called by the day", () => {
    assert.match(readdirSync(path.join(folder, "reports"))[0] ?? "", /^kms-usage-\d{4}-\d\d-\d\d\.html$/);
  });

  describe("on a schedule", () => {
    const { steps } = workflow.parse(parse(/^```yaml\n(name: kms-usage\n.*?)^```/ms.exec(page)?.[1] ?? ""))
      .jobs.usage;
    const scripts = steps.flatMap(({ run }) => (run?.includes("kms-audit") === true ? [run] : []));
    /** One run of the job: the exit code of its last step. */
    const runJob = async () => {
      let status: number | null = null;
      for (const script of scripts) ({ status } = await bash(script, { TRAIL: "schedule" }));
      return status;
    };

    it("learns of the month before once, then tells what is new", async () => {
      write("schedule/past.json", trailFile(...past));
      assert.equal(await runJob(), 0);
      write("schedule/today.json", trailFile(ago(0.2, 900, { userIdentity: stranger }), disabled));
      assert.equal(await runJob(), 0);
      const [name = ""] = readdirSync(path.join(folder, "reports")).filter((one) => one.endsWith(".html"));
      const html = readFileSync(path.join(folder, "reports", name), "utf8");
      assert.match(html, /role\/Stranger used key 1234abcd\S+ for the first time/);
    });

    it("fails on findings of high severity", async () => {
      write("schedule/later.json", trailFile(scheduled));
      assert.equal(await runJob(), 1);
    });
  });
});
