import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { MultiRegionKeyArgs } from "../../components/keyArgs";
import { MultiRegionKey } from "../../components/multiRegionKey";
import { register } from "./recorder";

const common = {
  accountId: "111111111111",
  description: "A key of a released program",
  primaryRegion: "us-east-1",
  policy: {},
} satisfies Partial<MultiRegionKeyArgs>;

/** One key of each shape that registers children of its own. */
const released: Readonly<Record<string, MultiRegionKeyArgs>> = {
  "multi-region": { ...common, alias: "alias/multi", replicaRegions: ["us-west-2", "eu-west-1"] },
  "single-region": { ...common, alias: "alias/single", multiRegion: false },
  imported: {
    ...common,
    alias: "alias/imported",
    replicaRegions: ["us-west-2"],
    material: { from: "import" },
  },
  signing: {
    ...common,
    alias: "alias/signing",
    multiRegion: false,
    spec: "ECC_NIST_P256",
    usage: "SIGN_VERIFY",
  },
  "cloud-hsm": { ...common, alias: "alias/hsm", material: { from: "cloudHsm", customKeyStoreId: "cks-1" } },
};

describe("an upgrade of this project", () => {
  // A resource with a new name or type is a new key: everything that the old one encrypted would be lost.
  it("keeps the type and the name of every resource that release 0.1.0 registered", async () => {
    const { registered } = await register(() =>
      Object.entries(released).map(([name, args]) => new MultiRegionKey(name, args)),
    );
    const identities = registered.map(({ type, name }) => `${type} ${name}`).sort();
    const expected = readFileSync("test/components/released/0.1.0.txt", "utf8").trim().split("\n");
    assert.deepEqual(identities, expected);
  });
});
