import assert from "node:assert/strict";
import { everyone, OWNER, partner, policyText, run } from "./world";

const files = {
  "old.json": policyText(),
  "new.json": policyText(partner),
  "open.json": policyText(partner, everyone),
};

describe("kms-audit compare", () => {
  it("exits 1 and tells who gains what by which statement", async () => {
    const { exitCode, out } = await run(["compare", "old.json", "new.json", ...OWNER], { files });
    assert.equal(exitCode, 1);
    assert.equal(
      out,
      "+ any principal of account 444455556666 can call kms:Decrypt, given an IAM policy of their account, by statement 2 (Partner)\n",
    );
  });

  it("exits 0 when access is only lost", async () => {
    const { exitCode, out } = await run(["compare", "new.json", "old.json", ...OWNER], { files });
    assert.equal(exitCode, 0);
    assert.match(out, /^- any principal of account 444455556666 can call kms:Decrypt/);
  });

  it("says that nothing changed", async () => {
    const { exitCode, out } = await run(["compare", "old.json", "-", ...OWNER], {
      files,
      stdin: policyText().replaceAll("\n", ""),
    });
    assert.deepEqual([exitCode, out], [0, "no difference in access\n"]);
  });

  it("prints JSON with a witness for each change", async () => {
    const { out } = await run(["compare", "new.json", "open.json", ...OWNER, "--format", "json"], { files });
    const { gained, lost } = JSON.parse(out) as {
      gained: { zone: string; witness: { action: string } }[];
      lost: unknown[];
    };
    assert.deepEqual(lost, []);
    assert.deepEqual(
      gained.map(({ zone, witness }) => [zone, witness.action]),
      [
        ["arbitrary", "kms:Decrypt"],
        ["owner", "kms:Decrypt"],
      ],
    );
  });

  it("exits 2 when both are standard input, or one is missing", async () => {
    assert.equal((await run(["compare", "-", "-", ...OWNER], { files })).exitCode, 2);
    assert.equal((await run(["compare", "old.json", "gone.json", ...OWNER], { files })).exitCode, 2);
  });
});
