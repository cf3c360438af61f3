import assert from "node:assert/strict";
import { expectationsSchema } from "../../../audit/verify/expectations";
import type { Principal } from "../../../audit/verify/principal";
import { untried } from "../../../audit/verify/untried";

const role = "arn:aws:iam::222222222222:role/Application";
const app: Principal = {
  arn: "arn:aws:sts::222222222222:assumed-role/Application/session",
  account: "222222222222",
  kms: () => assert.fail("asks KMS"),
  s3: () => assert.fail("asks S3"),
  credentials: () => assert.fail("takes credentials"),
};

const policy = (...services: string[]) => {
  const Condition = {
    StringEquals: { "kms:ViaService": services.map((one) => `${one}.us-east-1.amazonaws.com`) },
  };
  const statement = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
  const Statement = [{ ...statement, ...(services.length > 0 && { Condition }) }];
  return { "us-east-1": JSON.stringify({ Version: "2012-10-17", Statement }) };
};
const share = (principal: string, ...services: string[]) => ({
  principals: [principal],
  identityPolicies: policy(...services),
});

describe("what a verification does not try", () => {
  const cases: readonly [
    name: string,
    promised: { shares?: object; sharedBuckets?: object },
    told: readonly string[],
  ][] = [
    ["a direct share whose principal is there", { shares: { data: { Apps: share(role) } } }, []],
    [
      "a share whose principals are not there",
      { shares: { data: { Apps: share("333333333333") } } },
      ["share Apps of key data: none of its principals is there (--as)"],
    ],
    [
      "a share through services",
      { shares: { data: { Apps: share(role, "s3", "secretsmanager") } } },
      [
        "share Apps of key data through secretsmanager: only S3 can be tried",
        "share Apps of key data through s3: tried as far as shared buckets go",
      ],
    ],
    [
      "a bucket whose writers are not there",
      { sharedBuckets: { reports: { buckets: {}, readers: [role], writers: ["333333333333"] } } },
      ["writers of bucket reports: none of them is there (--as)"],
    ],
  ];
  for (const [name, promised, told] of cases)
    it(`tells ${name}`, () => {
      const arns = { "us-east-1": "arn:aws:kms:us-east-1:111111111111:key/mrk-1" };
      const expectations = expectationsSchema.parse({ keys: { data: { arns } }, ...promised });
      assert.deepEqual(untried(expectations, [app]), told);
    });
});
