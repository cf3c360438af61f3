import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Configuration, defaultConfiguration, readConfiguration } from "../../audit/configuration";

async function read(content: unknown): Promise<Configuration> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-audit-configuration-"));
  try {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await writeFile(path.join(folder, "pack.json"), text);
    return await readConfiguration("pack.json", folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const ids = ({ rules }: Configuration): readonly string[] => rules.map(({ id }) => id);

describe("the configuration of kms-audit", () => {
  for (const preset of ["dev", "prod"])
    it(`is the policy pack's preset for ${preset}`, async () => {
      const configuration = await readConfiguration(`policy-pack/${preset}.json`, process.cwd());
      assert.ok(ids(configuration).includes("kms-public-access"));
      assert.ok(configuration.options["kms-deletion-window"] !== undefined);
    });

  it("turns a rule off, and one on that is off by default", async () => {
    const configuration = await read({
      "kms-deletion-window": "disabled",
      "kms-wildcard-principal": "advisory",
    });
    assert.ok(!ids(configuration).includes("kms-deletion-window"));
    assert.ok(ids(configuration).includes("kms-wildcard-principal"));
    assert.ok(!ids(defaultConfiguration).includes("kms-wildcard-principal"));
  });

  it("sets the level of all rules, and of one apart from the rest", async () => {
    const configuration = await read({
      all: "disabled",
      "kms-deletion-window": { enforcementLevel: "mandatory", minimumDays: 14 },
    });
    assert.deepEqual(ids(configuration), ["kms-deletion-window"]);
    assert.deepEqual(configuration.options["kms-deletion-window"], { minimumDays: 14 });
  });

  it("holds exemptions", async () => {
    const exemption = {
      rule: "kms-deletion-window",
      resource: "orders",
      reason: "a key of tests that live a day",
      expires: "2027-03-31",
    };
    const configuration = await read({ "kms-exemptions": { exemptions: [exemption] } });
    assert.deepEqual(configuration.exemptions, [exemption]);
  });

  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ["a rule of no such name", { "kms-deletion-windows": "advisory" }, /did you mean kms-deletion-window\?/],
    ["a level of no such name", { "kms-deletion-window": "madatory" }, /kms-deletion-window/],
    ["an option out of bounds", { "kms-deletion-window": { minimumDays: 5 } }, /kms-deletion-window/],
    ["an option of no such name", { "kms-deletion-window": { minimumDay: 7 } }, /kms-deletion-window/],
    [
      "an exemption without a last day",
      {
        "kms-exemptions": {
          exemptions: [{ rule: "kms-deletion-window", resource: "x", reason: "for a test of ours" }],
        },
      },
      /expires/,
    ],
    ["what is not JSON", "{", /cannot read the configuration pack\.json/],
    ["a list", [], /pack\.json is refused/],
  ];
  for (const [name, content, message] of refused)
    it(`refuses ${name}`, async () => {
      await assert.rejects(read(content), message);
    });
});
