import assert from "node:assert/strict";
import fc from "fast-check";
import { accountOf, formatArn, parseArn } from "../../kms/arn";

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
    "arn:aws:iam::111111111111",
    "arn:aws:iam::111111111111:",
    "arn::iam::1:x",
    "urn:aws:iam::1:x",
  ]) {
    it(`are not "${text}"`, () => {
      assert.equal(parseArn(text), undefined);
    });
  }

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
});
