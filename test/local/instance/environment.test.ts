import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { applied, instanceEnvironment, quoted, shellCommands } from "../../../local/instance/environment";

const folder = "/some where/it's/.local";
const base = {
  PATH: "/usr/bin:/bin",
  AWS_PROFILE: "production",
  AWS_SESSION_TOKEN: "token",
  AWS_ENDPOINT_URL_KMS: "https://kms.us-east-1.amazonaws.com",
  KEPT: "yes",
};

describe("instanceEnvironment", () => {
  const environment = applied(instanceEnvironment(folder, 4599, base), base);

  it("leads AWS clients to the endpoint as the account", () => {
    assert.equal(environment.AWS_ENDPOINT_URL, "http://127.0.0.1:4599");
    assert.equal(environment.AWS_ACCESS_KEY_ID, "111111111111");
    assert.equal(environment.AWS_REGION, environment.AWS_DEFAULT_REGION);
  });
  it("leaves nothing that would lead them elsewhere", () => {
    for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_KMS"]) {
      assert.ok(!(name in environment), name);
    }
  });
  it("leads the engine to a backend in the folder, as a URL", () => {
    assert.equal(environment.PULUMI_BACKEND_URL, "file:///some%20where/it's/.local/state");
  });
  it("puts the tools first on the PATH, once", () => {
    assert.equal(environment.PATH, `${folder}/bin:/usr/bin:/bin`);
    assert.equal(applied(instanceEnvironment(folder, 4599, environment), environment).PATH, environment.PATH);
  });
  it("keeps the rest", () => {
    assert.equal(environment.KEPT, "yes");
  });
});

describe("shellCommands", () => {
  it("do in a shell what `applied` does to an environment", () => {
    const changes = instanceEnvironment(folder, 4599, base);
    const output = execFileSync("/bin/sh", ["-c", `${shellCommands(changes)}\nenv -0`], {
      env: base,
      encoding: "utf8",
    });
    const inShell = Object.fromEntries(
      output
        .split("\0")
        .filter((entry) => entry !== "")
        .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
    );
    const setByShells = new Set(["PWD", "OLDPWD", "SHLVL", "_"]);
    const ours = Object.fromEntries(Object.entries(inShell).filter(([name]) => !setByShells.has(name)));
    assert.deepEqual(ours, applied(changes, base));
  });
});

describe("quoted", () => {
  it("gives any text to a shell as one word", () => {
    // One shell for all texts: one for each would take minutes.
    const texts = fc.sample(
      fc.string({ unit: fc.constantFrom(..."ab '\"\\$`!*\n;&|<>(){}[]~#é".split("")) }),
      300,
    );
    const output = execFileSync("/bin/sh", ["-c", `printf '%s\\0' ${texts.map(quoted).join(" ")}`], {
      encoding: "utf8",
    });
    assert.deepEqual(output.split("\0").slice(0, -1), texts);
  });
});
