import assert from "node:assert/strict";
import { isRegion, PARTITIONS, partitionOf } from "../../kms/partitions";
import { isKnownRegion, REGIONS } from "../../kms/regions";

describe("Regions", () => {
  it("are known by name, and no others", () => {
    for (const name of ["us-east-1", "eu-central-2", "cn-northwest-1", "us-isof-south-1"])
      assert.equal(isKnownRegion(name), true, name);
    for (const name of ["us-west-9", "us-east", "US-EAST-1", "aws-global", ""])
      assert.equal(isKnownRegion(name), false, name);
  });

  it("are each once in the list, well formed, and in every partition", () => {
    assert.equal(new Set(REGIONS).size, REGIONS.length);
    assert.deepEqual(
      REGIONS.filter((name) => !isRegion(name) || !isKnownRegion(name)),
      [],
    );
    assert.deepEqual(new Set(REGIONS.map(partitionOf)), new Set(PARTITIONS));
    assert.equal(REGIONS.filter((name) => partitionOf(name) === "aws").length, 34);
  });
});
