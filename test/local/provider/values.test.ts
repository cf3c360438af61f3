import assert from "node:assert/strict";
import fc from "fast-check";
import { samePolicy } from "../../../local/provider/policies";
import { formatPath, parsePath } from "../../../local/provider/propertyPath";
import { decode, encode, UNKNOWN, type Value } from "../../../local/provider/values";

const key = fc.string().filter((name) => name !== "__proto__");
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.constant(UNKNOWN),
    fc.array(tie("value")),
    fc.dictionary(key, tie("value"), { noNullPrototype: true }),
  ),
}));

describe("values on the wire", () => {
  it("come back as they went", () => {
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (properties) => {
        assert.deepEqual(decode(encode(properties)), properties);
      }),
    );
  });

  it("are unwrapped where they are secret, and wrapped where the provider says so", () => {
    const message = encode({ material: "s", description: "d" }, ["material"]);
    assert.ok(message.getFieldsMap().get("material")?.hasStructValue());
    assert.deepEqual(decode(message), { material: "s", description: "d" });
  });
});

describe("paths of properties", () => {
  it("are read as they are written", () => {
    const step = fc.oneof(fc.nat(), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom("tags", "rules"), fc.array(step)), ([first, rest]) => {
        assert.deepEqual(parsePath(formatPath([first, ...rest])), [first, ...rest]);
      }),
    );
  });
});

describe("policies", () => {
  const statement = (change: object) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*", ...change },
    });
  const cases: [string, object, object, boolean][] = [
    ["* and {AWS: *}", { Principal: "*" }, { Principal: { AWS: ["*"] } }, true],
    [
      "an account and its root",
      { Principal: { AWS: "111111111111" } },
      { Principal: { AWS: "arn:aws:iam::111111111111:root" } },
      true,
    ],
    [
      'true and "true"',
      { Condition: { Bool: { "aws:SecureTransport": true } } },
      { Condition: { Bool: { "aws:SecureTransport": ["true"] } } },
      true,
    ],
    ["values in another order", { Action: ["a:B", "a:A"] }, { Action: ["a:A", "a:B"] }, true],
    ["another effect", { Effect: "Allow" }, { Effect: "Deny" }, false],
    [
      "another value of a condition",
      { Condition: { StringEquals: { a: "b" } } },
      { Condition: { StringEquals: { a: "c" } } },
      false,
    ],
    [
      "another operator",
      { Condition: { StringEquals: { a: "b" } } },
      { Condition: { StringLike: { a: "b" } } },
      false,
    ],
    ["a resource or its absence", {}, { Resource: undefined }, false],
    ["actions and all other actions", {}, { Action: undefined, NotAction: "kms:Decrypt" }, false],
  ];
  for (const [what, one, other, same] of cases) {
    it(`${same ? "are the same" : "differ"} by ${what}`, () => {
      assert.equal(samePolicy(statement(one), statement(other)), same);
    });
  }
});
