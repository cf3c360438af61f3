import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../local/instance/ports";
import { policyText } from "../audit/world";
import { event, trailFile } from "../audit/usage/trail";

/** What the README shows of kms-audit. */
const subcommands = new Set(["policy", "who-can", "compare", "assess", "verify", "usage", "review"]);

/** The README's commands as they are typed, in a copy of this repository. */
describe("the README's commands", () => {
  let clone: string;
  let port: number;

  const run = (command: string, ...args: string[]) => {
    const env = { ...process.env, KMS_FOUNDATION_PORT: String(port) };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: clone, env, encoding: "utf8" });
    return { status, stdout, text: stdout + stderr };
  };
  const succeed = (command: string, ...args: string[]) => {
    const outcome = run(command, ...args);
    assert.equal(outcome.status, 0, `${command} ${args.join(" ")}:\n${outcome.text}`);
    return outcome;
  };

  before(async () => {
    port = await freePort();
    clone = await mkdtemp(path.join(tmpdir(), "kms-foundation-clone-"));
    const files = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      encoding: "utf8",
    });
    // A file that is deleted but not committed yet is listed and missing.
    for (const file of files.stdout.split("\0").filter((name) => name !== "" && existsSync(name))) {
      await mkdir(path.dirname(path.join(clone, file)), { recursive: true });
      await cp(file, path.join(clone, file));
    }
    await symlink(path.resolve("node_modules"), path.join(clone, "node_modules"));
    succeed("git", "init", "--quiet");
    succeed("git", "add", "--all");
  });
  after(async () => {
    run("npm", "run", "local:down");
    await rm(clone, { recursive: true, force: true });
  });

  it("`npm run local` ends with the stack up and shows the keys", () => {
    const { text } = succeed("npm", "run", "local");
    assert.match(text, /alias\/local\/application-data/);
    assert.match(text, /us-east-1.*us-west-2.*eu-west-1/s);
  });

  it("`npm run local` finds the stack as it is when it is run again", () => {
    assert.match(succeed("npm", "run", "local").text, /unchanged/);
  });

  it("`npm run pulumi -- ...` runs the engine against it", () => {
    const { stdout } = succeed(
      "npm",
      "run",
      "--silent",
      "pulumi",
      "--",
      "stack",
      "output",
      "--stack",
      "local",
      "--json",
    );
    const outputs = JSON.parse(stdout) as { keys: Record<string, { arns: object }> };
    assert.deepEqual(Object.keys(outputs.keys["application-data"]!.arns).sort(), [
      "eu-west-1",
      "us-east-1",
      "us-west-2",
    ]);
  });

  it("`npm run --silent local:env` points a shell at it, with pulumi on the PATH", () => {
    const shell =
      'eval "$(npm run --silent local:env)" && pulumi stack ls --json && echo "$AWS_ENDPOINT_URL"';
    const { stdout } = succeed("bash", "-euc", shell);
    assert.match(stdout, /"name": "local"/);
    assert.ok(stdout.includes(`http://127.0.0.1:${port}`));
  });

  describe("kms-audit", () => {
    const commands = [...readFileSync("README.md", "utf8").matchAll(/^npx (kms-audit [^#\n]*)/gm)].map(
      ([, command]) => (command ?? "").trim(),
    );
    const inputs = ["key-policy.json", "before.json", "after.json", "outputs.json", "preview.json", "trail"];
    const pointed = (line: string) => run("bash", "-euc", `eval "$(npm run --silent local:env)" && ${line}`);

    before(async () => {
      const now = new Date().toISOString();
      await mkdir(path.join(clone, "trail/AWSLogs"), { recursive: true });
      for (const file of inputs.slice(0, 3)) await writeFile(path.join(clone, file), policyText());
      await writeFile(
        path.join(clone, "trail/AWSLogs/a.json"),
        trailFile(event(1, { eventTime: now }), event(2, { eventTime: now })),
      );
      for (const made of [
        pointed("pulumi stack output --stack local --json > outputs.json"),
        pointed(
          "pulumi preview --stack local --json --show-sames > preview.json || { tail -c 3000 preview.json; exit 1; }",
        ),
      ])
        assert.equal(made.status, 0, made.text);
    });
    after(async () => {
      for (const name of [...inputs, "reports"])
        await rm(path.join(clone, name), { recursive: true, force: true });
    });

    it("is told of with all that it does but permissions", () => {
      assert.deepEqual(new Set(commands.map((command) => command.split(" ")[1])), subcommands);
    });

    for (const command of commands)
      it(`\`npx ${command}\``, () => {
        const { status, stdout, text } = pointed(`npx ${command}`);
        // Findings are an answer, too.
        assert.ok(
          status === 0 || (status === 1 && /policy|assess|compare|review/.test(command)),
          `${status}: ${text}`,
        );
        assert.notEqual(stdout === "" ? text : stdout, "");
      });
  });

  describe("at the end", () => {
    it("leave no file of the repository changed", () => {
      assert.equal(succeed("git", "diff", "--name-only").stdout, "");
      assert.equal(succeed("git", "ls-files", "--others", "--exclude-standard").stdout, "");
    });

    it("`npm run local:down` takes everything away", () => {
      succeed("npm", "run", "local:down");
      assert.notEqual(run("npm", "run", "--silent", "local:env").status, 0);
    });
  });
});
