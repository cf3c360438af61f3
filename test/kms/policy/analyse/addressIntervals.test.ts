import assert from "node:assert/strict";
import { addressCandidates } from "../../../../kms/policy/analyse/addressIntervals";

/** Addresses to try for conditions with these blocks, an asterisk at those that stand for more than a /8. */
function told(...blocks: readonly (readonly string[])[]): string {
  const conditions = blocks.map((values) => ({ operator: "IpAddress", key: "aws:SourceIp", values }));
  return addressCandidates(conditions)
    .map(({ address, wide }) => `${address}${wide ? "*" : ""}`)
    .join(" ");
}

describe("addresses to try", () => {
  const six = "2001:db8:0:0:0:0:0:7*";
  const cases: readonly (readonly [
    name: string,
    blocks: readonly (readonly string[])[],
    addresses: string,
  ])[] = [
    ["no block", [[]], `198.51.100.7* ${six}`],
    ["one block", [["203.0.113.0/24"]], `198.51.100.7* 203.0.113.0 ${six}`],
    ["a block of a /8, which is narrow", [["10.0.0.0/8"]], `198.51.100.7* 10.0.0.0 ${six}`],
    ["a block of a /7, which is wide", [["10.0.0.0/7"]], `198.51.100.7* 10.0.0.0* ${six}`],
    ["everything", [["0.0.0.0/0"]], `198.51.100.7* ${six}`],
    ["everything in halves", [["128.0.0.0/1", "0.0.0.0/1"]], `198.51.100.7* ${six}`],
    ["the usual address alone", [["198.51.100.7"]], `0.0.0.0* 198.51.100.7 ${six}`],
    ["blocks as long as each other", [["64.0.0.0/2", "192.0.0.0/2"]], `0.0.0.0* 64.0.0.0* ${six}`],
    [
      "the longest stretch between blocks",
      [["10.0.0.0/8", "20.0.0.0/8", "100.0.0.0/8", "200.0.0.0/5", "198.0.0.0/7"]],
      `101.0.0.0* 198.51.100.7* ${six}`,
    ],
    [
      "a block within another",
      [["10.0.0.0/8", "10.1.0.0/16"], ["10.2.0.0/16"]],
      `198.51.100.7* 10.3.0.0 10.2.0.0 ${six}`,
    ],
    ["blocks that touch", [["10.0.0.0/9", "10.128.0.0/9"], ["10.0.0.0/8"]], `198.51.100.7* 10.0.0.0 ${six}`],
    [
      "two conditions that cross",
      [["10.0.0.0/8"], ["10.128.0.0/9", "11.0.0.0/9"]],
      `198.51.100.7* 10.0.0.0 10.128.0.0 11.0.0.0 ${six}`,
    ],
    ["a block of IPv6", [["2001:db8::/32"]], `198.51.100.7* 2001:db9:0:0:0:0:0:0* 2001:db8:0:0:0:0:0:7`],
    [
      "blocks of both",
      [["10.0.0.0/8", "2001:db8::/32"]],
      `198.51.100.7* 10.0.0.0 2001:db9:0:0:0:0:0:0* 2001:db8:0:0:0:0:0:7`,
    ],
    ["what is no address", [["here", "10.0.0.0/8"]], `198.51.100.7* 10.0.0.0 ${six}`],
  ];
  for (const [name, blocks, addresses] of cases)
    it(`for ${name}`, () => {
      assert.equal(told(...blocks), addresses);
    });
});
