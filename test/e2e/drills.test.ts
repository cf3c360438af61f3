import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { linkedProject } from "./linkedProject";
import { localInstance } from "./localInstance";
import { projectSettings } from "./projectSettings";

/** The drills of docs/environments.md: title and commands, as a reader would type them one after another. */
const drills = readFileSync("docs/environments.md", "utf8")
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    title: section.split("\n", 1)[0]!,
    commands: [...section.matchAll(/^```sh drill\n(.*?)^```/gms)].map(([, block]) => block!).join(""),
  }));

describe("the drills of docs/environments.md", () => {
  let folder: string;
  const bash = async (commands: string) => {
    const { environment } = await localInstance();
    const options = { cwd: folder, env: environment };
    try {
      await promisify(execFile)("bash", ["-exo", "pipefail", "-c", commands], options);
    } catch (error) {
      const { message, stdout, stderr } = error as Error & { stdout?: string; stderr?: string };
      assert.fail(`${message}\n${stdout ?? ""}\n${stderr ?? ""}`);
    }
  };

  before(async () => {
    folder = await linkedProject();
    // The drills are about keys: what else the stack has only takes time.
    const config = await projectSettings("local");
    const others = /:(monitoring|auditTrail|sharedBuckets)$/;
    const keys = Object.fromEntries(Object.entries(config).filter(([name]) => !others.test(name)));
    await writeFile(path.join(folder, "Pulumi.local.yaml"), stringify({ config: keys }));
    await bash("pulumi stack init local && pulumi up --yes");
  });
  after(async () => {
    await bash("pulumi destroy --yes && pulumi stack rm --yes local");
    await rm(folder, { recursive: true, force: true });
  });

  it("are five", () => {
    assert.deepEqual(
      drills.map(({ title, commands }) => [title, commands !== ""]),
      [
        ["Adopt a key that exists", true],
        ["Rotate on demand", true],
        ["Lose a Region", true],
        ["Move a primary", true],
        ["Delete a key safely", true],
      ],
    );
  });

  for (const { title, commands } of drills) {
    it(`${title}: its commands run as they stand`, async () => {
      await bash(commands);
    });
  }
});
