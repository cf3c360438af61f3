import assert from "node:assert/strict";
import { lookupIn, type Request } from "../../../../kms/policy/evaluate/request";
import { outcomeOf } from "../../../../kms/policy/evaluate/statements";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234";
const OTHER_KEY = "arn:aws:kms:us-east-1:111122223333:key/5678";
const request: Request = {
  principalType: "AWS",
  principal: "arn:aws:iam::111122223333:role/app",
  action: "kms:Decrypt",
  resource: KEY,
  context: {},
};

/** What becomes of a statement about the request: `applies` and its reach, or what it missed. */
function outcome(changes: Readonly<Record<string, unknown>>): string {
  const json = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*", ...changes };
  const policy = keyPolicyFromJson(JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement: [json] })));
  const [statement] = policy.statements;
  assert.ok(statement);
  const result = outcomeOf(statement, policy.version, request, lookupIn(request));
  return result.applies ? `applies ${result.reach}` : `missed ${result.missed}`;
}

describe("a statement", () => {
  const cases: readonly (readonly [changes: Readonly<Record<string, unknown>>, outcome: string])[] = [
    [{}, "applies direct"],
    [{ Principal: { AWS: "111122223333" } }, "applies account"],
    [{ Principal: { AWS: "222222222222" } }, "missed principal"],
    [{ Action: "kms:Encrypt" }, "missed action"],
    [{ Action: "KMS:dEcRyPt" }, "applies direct"],
    [{ Action: ["kms:Encrypt", "kms:D*"] }, "applies direct"],
    [{ Action: undefined, NotAction: "kms:Decrypt" }, "missed action"],
    [{ Action: undefined, NotAction: ["kms:Encrypt", "KMS:de*"] }, "missed action"],
    [{ Action: undefined, NotAction: "kms:Encrypt" }, "applies direct"],
    [{ Resource: KEY }, "applies direct"],
    [{ Resource: OTHER_KEY }, "missed resource"],
    [{ Resource: [OTHER_KEY, KEY] }, "applies direct"],
    [{ Resource: "arn:aws:kms:*:111122223333:key/12?4" }, "applies direct"],
    [{ Resource: undefined, NotResource: KEY }, "missed resource"],
    [{ Resource: undefined, NotResource: OTHER_KEY }, "applies direct"],
    [{ Resource: undefined, NotResource: [OTHER_KEY, KEY] }, "missed resource"],
    [{ Resource: undefined }, "missed effect"],
    [{ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }, "missed condition"],
    [{ Condition: { Null: { "aws:MultiFactorAuthPresent": "true" } } }, "applies direct"],
    [
      {
        Condition: {
          Null: { "aws:MultiFactorAuthPresent": "true" },
          StringEquals: { "kms:CallerAccount": "222222222222" },
        },
      },
      "missed condition",
    ],
  ];
  for (const [changes, expected] of cases)
    it(`with ${JSON.stringify(changes)}: ${expected}`, () => {
      assert.equal(outcome(changes), expected);
    });
});
