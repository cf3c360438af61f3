import assert from "node:assert/strict";
import { everyone, OWNER, partner, policyText, run } from "./world";

const files = { "a.json": policyText(everyone, partner), "bad.json": "{" };

describe("kms-audit who-can", () => {
  it("tells principals, actions and conditions in words", async () => {
    const { exitCode, out } = await run(["who-can", "a.json", ...OWNER, "--action", "kms:Decrypt"], {
      files,
    });
    assert.equal(exitCode, 0);
    const words = out.replace(/[│\s]+/g, " ");
    assert.match(words, /anyone in any AWS account use: Decrypt kms:ViaService is statement 2/);
    assert.match(words, /any principal of account use: Decrypt an IAM policy of their account statement 3/);
  });

  it("narrows to an action, wildcards included", async () => {
    const { out } = await run(["who-can", "a.json", ...OWNER, "--action", "kms:Put*", "--format", "json"], {
      files,
    });
    const permissions = JSON.parse(out) as { zone: string; actions: string[] }[];
    assert.deepEqual(
      permissions.map(({ zone, actions }) => [zone, actions]),
      [["owner", ["kms:PutKeyPolicy"]]],
    );
  });

  it("says nobody where nobody can", async () => {
    const nobody = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }],
    });
    assert.equal((await run(["who-can", "-", ...OWNER], { stdin: nobody })).out, "nobody\n");
  });

  it("exits 2 on an action that KMS does not have, and on bad input", async () => {
    const misspelt = await run(["who-can", "a.json", ...OWNER, "--action", "kms:Decript"], { files });
    assert.equal(misspelt.exitCode, 2);
    assert.match(misspelt.err, /Did you mean kms:Decrypt\?/);
    const bad = await run(["who-can", "bad.json", ...OWNER], { files });
    assert.equal(bad.exitCode, 2);
    assert.match(bad.err, /^kms-audit: bad\.json:1:/);
  });
});
