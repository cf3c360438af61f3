import assert from "node:assert/strict";
import { covers, formatAddress, parseRange } from "../../../../kms/policy/evaluate/addresses";

/** First and last address of what a text stands for. */
function written(text: string): string {
  const range = parseRange(text);
  if (range === undefined) return "none";
  return `${formatAddress(range.family, range.first)} - ${formatAddress(range.family, range.last)}`;
}

describe("addresses and CIDR blocks", () => {
  const ranges: readonly (readonly [text: string, range: string])[] = [
    ["192.0.2.7", "192.0.2.7 - 192.0.2.7"],
    ["192.0.2.7/32", "192.0.2.7 - 192.0.2.7"],
    ["192.0.2.7/24", "192.0.2.0 - 192.0.2.255"],
    ["192.0.2.7/31", "192.0.2.6 - 192.0.2.7"],
    ["10.1.2.3/8", "10.0.0.0 - 10.255.255.255"],
    ["0.0.0.0/0", "0.0.0.0 - 255.255.255.255"],
    ["2001:db8::7", "2001:db8:0:0:0:0:0:7 - 2001:db8:0:0:0:0:0:7"],
    ["2001:db8::7/128", "2001:db8:0:0:0:0:0:7 - 2001:db8:0:0:0:0:0:7"],
    ["2001:db8::/32", "2001:db8:0:0:0:0:0:0 - 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8 - 1:2:3:4:5:6:7:8"],
    ["::1:2", "0:0:0:0:0:0:1:2 - 0:0:0:0:0:0:1:2"],
    ["1:2::", "1:2:0:0:0:0:0:0 - 1:2:0:0:0:0:0:0"],
    ["::", "0:0:0:0:0:0:0:0 - 0:0:0:0:0:0:0:0"],
    ["::ffff:192.0.2.7", "0:0:0:0:0:ffff:c000:207 - 0:0:0:0:0:ffff:c000:207"],
    ["64:ff9b:0:0:0:0:192.0.2.7", "64:ff9b:0:0:0:0:c000:207 - 64:ff9b:0:0:0:0:c000:207"],
    ["192.0.2.7/33", "none"],
    ["2001:db8::/129", "none"],
    ["192.0.2.7/", "none"],
    ["192.0.2.7/x8", "none"],
    ["192.0.2.7/8x", "none"],
    ["192.0.2.7/0008", "none"],
    ["192.0.2.7/24/24", "none"],
    ["192.0.2", "none"],
    ["192.0.2.256", "none"],
    ["fe80::1%eth0", "none"],
    ["", "none"],
    ["/24", "none"],
  ];
  for (const [text, range] of ranges)
    it(`"${text}" stands for ${range}`, () => {
      assert.equal(written(text), range);
    });

  const coverings: readonly (readonly [outer: string, inner: string, is: boolean])[] = [
    ["192.0.2.0/24", "192.0.2.0", true],
    ["192.0.2.0/24", "192.0.2.255", true],
    ["192.0.2.0/24", "192.0.2.128/25", true],
    ["192.0.2.0/24", "192.0.2.0/24", true],
    ["192.0.2.0/24", "192.0.2.0/23", false],
    ["192.0.2.0/24", "192.0.1.255", false],
    ["192.0.2.0/24", "192.0.3.0", false],
    ["0.0.0.0/0", "::1", false],
    ["::/0", "192.0.2.7", false],
  ];
  for (const [outer, inner, is] of coverings)
    it(`${outer} ${is ? "covers" : "does not cover"} ${inner}`, () => {
      const [range, address] = [parseRange(outer), parseRange(inner)];
      assert.ok(range !== undefined && address !== undefined);
      assert.equal(covers(range, address), is);
    });
});
