import { accepts, reports, sound } from "./reports";

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
    [
      "the key itself",
      { ...sound, Resource: "arn:aws:kms:eu-central-1:111122223333:key/1" },
      { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
    ],
  ]);
});
