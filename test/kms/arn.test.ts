import assert from "node:assert/strict";
import fc from "fast-check";
import { accountOf, formatArn, hasWildcard, isAccountId, parseArn } from "../../kms/arn";

describe("ARNs", () => {
  it("have six parts, of which the last may hold colons", () => {
    assert.deepEqual(parseArn("arn:aws:logs:us-east-1:111111111111:log-group:/app:*"), {
      partition: "aws",
      service: "logs",
      region: "us-east-1",
      account: "111111111111",
      resource: "log-group:/app:*",
    });
  });

  for (const text of [
    "",
    "arn",
    "arn:",
    "arn:aws",
    "arn:aws:",
    "arn:aws:iam",
    "arn:aws:iam:",
    "arn:aws:iam::",
    "arn:aws::us-east-1:111111111111:x",
    "arn::::::",
    "Arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111",
    "arn:aws:iam::111111111111:",
    "arn::iam::1:x",
    "urn:aws:iam::1:x",
  ]) {
    it(`are not "${text}"`, () => {
      assert.equal(parseArn(text), undefined);
    });
  }

  it("may leave Region and account out", () => {
    const resource = { region: "", account: "", resource: "bucket" };
    assert.deepEqual(parseArn("arn:aws:s3:::bucket"), { partition: "aws", service: "s3", ...resource });
    assert.deepEqual(parseArn("arn:a:b:::bucket"), { partition: "a", service: "b", ...resource });
  });

  it("are written as they were read", () => {
    const part = fc.stringMatching(/^[a-z0-9*-]+$/);
    const resource = fc.stringMatching(/^[a-z0-9:/*-]+$/);
    fc.assert(
      fc.property(part, part, part, part, resource, (partition, service, region, account, rest) => {
        const arn = { partition, service, region, account, resource: rest };
        assert.deepEqual(parseArn(formatArn(arn)), arn);
      }),
    );
  });

  it("name an account where it is written in digits", () => {
    assert.equal(accountOf("111111111111"), "111111111111");
    assert.equal(accountOf("arn:aws:iam::111111111111:role/app"), "111111111111");
    assert.equal(accountOf("arn:aws:iam::*:role/app"), undefined);
    assert.equal(accountOf("arn:aws:s3:::bucket"), undefined);
    assert.equal(accountOf("*"), undefined);
  });

  it("name accounts by exactly 12 digits", () => {
    assert.equal(isAccountId("111111111111"), true);
    for (const text of [
      "11111111111",
      "1111111111111",
      "x111111111111",
      "11111111111x",
      "",
      "111111111111\n",
    ])
      assert.equal(isAccountId(text), false, text);
  });

  it("have wildcards where IAM reads them so", () => {
    for (const text of ["*", "role/a*", "role/?"]) assert.equal(hasWildcard(text), true, text);
    for (const text of ["", "role/a", "${aws:username}"]) assert.equal(hasWildcard(text), false, text);
  });
});
