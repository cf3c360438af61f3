import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../local/instance/ports";

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

  it("leave no file of the repository changed", () => {
    assert.equal(succeed("git", "diff", "--name-only").stdout, "");
    assert.equal(succeed("git", "ls-files", "--others", "--exclude-standard").stdout, "");
  });

  it("`npm run local:down` takes everything away", () => {
    succeed("npm", "run", "local:down");
    assert.notEqual(run("npm", "run", "--silent", "local:env").status, 0);
  });
});
