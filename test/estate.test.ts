import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { MultiRegionKey } from "../components/multiRegionKey";
import { sharedDataBuckets } from "../components/sharing/sharedDataBuckets";
import { parseSettings } from "../settings/parse";
import { register, type Registration } from "./components/recorder";

interface Key {
  shares?: { name: string }[];
  replicaRegions?: string[];
}
interface Estate {
  keys: Record<string, Key>;
  sharedBuckets: Record<string, { replicaRegion?: string }>;
}

/** What the production settings register, changed. */
async function estate(change: (settings: Estate) => unknown = () => undefined): Promise<Registration[]> {
  const { config } = parse(readFileSync("Pulumi.prod.yaml", "utf8")) as { config: Record<string, unknown> };
  const own = ["environment", "accountId", "allowedRegions", "tags", "defaults", "keys", "sharedBuckets"];
  const settings = Object.fromEntries(own.map((name) => [name, config[`kms-foundation:${name}`]]));
  change({
    keys: settings.keys as Estate["keys"],
    sharedBuckets: settings.sharedBuckets as Estate["sharedBuckets"],
  });
  const texts = Object.entries(settings).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const { keys, sharedBuckets } = parseSettings(Object.fromEntries(texts), "Pulumi.prod.yaml");
  const { registered } = await register(() => {
    const made = Object.fromEntries(
      Object.entries(keys).map(([name, key]) => [name, new MultiRegionKey(name, key)]),
    );
    sharedDataBuckets(sharedBuckets, made, {});
  });
  return registered;
}

/** What a change of the settings does: `-` goes, `+` comes, `~` changes. */
async function effect(change: (settings: Estate) => unknown): Promise<string[]> {
  const [before, after] = [await estate(), await estate(change)].map(
    (all) =>
      new Map(all.map((one) => [`${one.type.split(":").at(-1) ?? ""} ${one.name}`, JSON.stringify(one)])),
  );
  return [...new Set([...before!.keys(), ...after!.keys()])]
    .filter((name) => before!.get(name) !== after!.get(name))
    .map((name) => `${before!.has(name) ? (after!.has(name) ? "~" : "-") : "+"} ${name}`)
    .sort();
}

const without = (key: Key, share: string) => (key.shares = key.shares!.filter(({ name }) => name !== share));

describe("a part of the production estate that goes from the settings", function () {
  this.timeout(60_000);

  it("changes the policies of its key alone, as a share", async () => {
    assert.deepEqual(await effect(({ keys }) => without(keys["shared-services"]!, "Staging")), [
      "~ Key shared-services-us-east-1",
      "~ ReplicaKey shared-services-eu-west-1",
      "~ ReplicaKey shared-services-us-west-2",
    ]);
  });

  it("ends its grants alone, as a share by grant", async () => {
    assert.deepEqual(
      await effect(({ keys }) => without(keys["shared-data"]!, "Migration")),
      ["eu-west-1", "us-east-1", "us-west-2"].map(
        (region) => `- Grant shared-data-${region}-Migration-222222222222-role/Migration`,
      ),
    );
  });

  it("takes its own Region alone, as a Region of a key", async () => {
    assert.deepEqual(await effect(({ keys }) => (keys["shared-services"]!.replicaRegions = ["eu-west-1"])), [
      "- Alias shared-services-us-west-2",
      "- ReplicaKey shared-services-us-west-2",
    ]);
  });

  it("takes what is the key's alone, as a key", async () => {
    const changes = await effect(({ keys }) => delete keys["shared-services"]);
    assert.equal(changes.length, 7);
    assert.ok(
      changes.every((change) => /^- \w+ shared-services(-|$)/.test(change)),
      changes.join("\n"),
    );
  });

  it("takes the copy, its role, and what its key let them do, as the copy of a shared bucket", async () => {
    const changes = await effect(({ sharedBuckets }) => delete sharedBuckets.reports!.replicaRegion);
    const others = changes.filter(
      (change) => !/^- \w+ reports-(eu-west-1|eu-west-1-logs|replication)$/.test(change),
    );
    assert.deepEqual(others, [
      "- BucketReplicationConfig reports-us-east-1",
      "~ Key shared-data-us-east-1",
      "~ ReplicaKey shared-data-eu-west-1",
      "~ ReplicaKey shared-data-us-west-2",
    ]);
  });
});
