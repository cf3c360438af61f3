import assert from "node:assert/strict";
import { DNS_SUFFIXES, dnsSuffixOf, isPartition, isRegion, partitionOf } from "../../kms/partitions";

const regions: Readonly<Record<string, string>> = {
  "us-east-1": "aws",
  "ap-southeast-7": "aws",
  "mx-central-1": "aws",
  "il-central-1": "aws",
  "cn-northwest-1": "aws-cn",
  "us-gov-west-1": "aws-us-gov",
  "us-iso-east-1": "aws-iso",
  "us-isob-east-1": "aws-iso-b",
  "eu-isoe-west-1": "aws-iso-e",
  "us-isof-south-1": "aws-iso-f",
  "eusc-de-east-1": "aws-eusc",
};

describe("partitions", () => {
  for (const [region, partition] of Object.entries(regions)) {
    it(`finds ${region} in ${partition}`, () => {
      assert.equal(partitionOf(region), partition);
    });
  }

  for (const name of [
    "",
    "us-east",
    "us-east-1a",
    "eu-centrl-1",
    "US-EAST-1",
    "global",
    "us-east-0",
    "xx-east-1",
    "us-gov-1",
  ]) {
    it(`takes "${name}" for no Region`, () => {
      assert.equal(isRegion(name), false);
    });
  }

  it("knows the DNS suffixes, the longer one before the one that it contains", () => {
    assert.equal(dnsSuffixOf("aws-cn"), "amazonaws.com.cn");
    assert.equal(dnsSuffixOf("aws-us-gov"), "amazonaws.com");
    assert.ok(DNS_SUFFIXES.indexOf("amazonaws.com.cn") < DNS_SUFFIXES.indexOf("amazonaws.com"));
  });

  it("tells partitions from other words", () => {
    assert.equal(isPartition("aws-cn"), true);
    assert.equal(isPartition("constructor"), false);
  });
});
