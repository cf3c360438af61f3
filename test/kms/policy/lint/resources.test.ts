import assert from "node:assert/strict";
import { accepts, lintUnknown, reports, sound } from "./reports";

describe("lint of resources and effects", () => {
  reports([
    {
      what: "a key of another account",
      statement: { ...sound, Resource: "arn:aws:kms:eu-central-1:444455556666:key/1" },
      message: /is a key of account 444455556666/,
      dead: true,
    },
    {
      what: "a key of another Region",
      statement: { ...sound, Resource: "arn:aws:kms:us-east-1:111122223333:key/1" },
      message: /is a key in us-east-1/,
      dead: true,
    },
    {
      what: "another key than this",
      statement: { ...sound, Resource: "arn:aws:kms:eu-central-1:111122223333:key/2" },
      message: /is another one than this key/,
      dead: true,
      options: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
    },
    {
      what: "a key that may be another",
      statement: { ...sound, Resource: "arn:aws:kms:eu-central-1:111122223333:key/2" },
      message: /unless it is this one/,
      severity: "low",
      remediation: /"Resource": "\*"/,
    },
    {
      what: "a bucket",
      statement: { ...sound, Resource: "arn:aws:s3:::bucket" },
      message: /of the service s3/,
      dead: true,
    },
    {
      what: "an alias",
      statement: { ...sound, Resource: "arn:aws:kms:eu-central-1:111122223333:alias/a" },
      message: /is an alias/,
      dead: true,
    },
    {
      what: "something of KMS that is no key",
      statement: { ...sound, Resource: "arn:aws:kms:eu-central-1:111122223333:keys/key" },
      message: /is no key$/,
      dead: true,
    },
    {
      what: "keys that only a wildcard Region or account could be, in another one",
      statement: { ...sound, Resource: "arn:aws:kms:us-*:*:key/*" },
      message: /is a key in us-\*, and this one is in eu-central-1/,
      dead: true,
    },
    {
      what: "an empty list",
      statement: { ...sound, Resource: [] },
      message: /Resource is empty/,
      dead: true,
    },
    {
      what: "NotResource *",
      statement: { ...sound, Resource: undefined, NotResource: "*" },
      message: /leaves no key/,
      dead: true,
    },
    {
      what: "a missing Resource",
      statement: { ...sound, Resource: undefined },
      message: /no Resource/,
      dead: true,
    },
  ]);
  accepts([
    ["every key of every account and Region", { ...sound, Resource: "arn:aws:kms:*:*:key/*" }],
    ["every key, its Region left out", { ...sound, Resource: "arn:aws:kms::111122223333:key/*" }],
    [
      "a pattern of the service and of the word key",
      { ...sound, Resource: "arn:aws:k?s:eu-*:111122223333:k*/1*" },
    ],
    ["a pattern that is no ARN", { ...sound, Resource: "arn:*" }],
    ["* where the key is known", sound, { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" }],
    [
      "the key itself",
      { ...sound, Resource: "arn:aws:kms:eu-central-1:111122223333:key/1" },
      { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
    ],
  ]);

  it("does not say of which account or Region a key is where the policy's own are not known", () => {
    const { findings } = lintUnknown({ ...sound, Resource: "arn:aws:kms:us-east-1:444455556666:key/1" });
    assert.equal(findings.length, 1);
    assert.match(findings[0]?.message ?? "", /unless it is this one/);
  });
});
