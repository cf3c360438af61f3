import assert from "node:assert/strict";
import { getPolicyDocument } from "../../../local/provider/services/iam/policyDocument";
import type { Context } from "../../../local/provider/context";
import type { Properties } from "../../../local/provider/values";

async function render(args: Properties): Promise<string> {
  const { minifiedJson } = await getPolicyDocument.call({} as Context, args);
  return typeof minifiedJson === "string" ? minifiedJson : "";
}

const root = {
  sid: "Root",
  actions: ["kms:*"],
  resources: ["*"],
  principals: [{ type: "AWS", identifiers: ["111111111111"] }],
};

describe("aws.iam.getPolicyDocument", () => {
  const cases: [string, Properties, string][] = [
    [
      "writes single values without brackets and fields in the official order",
      { statements: [root] },
      '{"Version":"2012-10-17","Statement":[{"Sid":"Root","Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":"111111111111"}}]}',
    ],
    [
      "writes sets in reverse order",
      { statements: [{ actions: ["kms:Decrypt", "kms:Encrypt", "kms:Decrypt"], resources: ["b", "a"] }] },
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kms:Encrypt","kms:Decrypt"],"Resource":["b","a"]}]}',
    ],
    [
      "writes {*: *} as *, but not {AWS: *}",
      {
        statements: [
          { principals: [{ type: "*", identifiers: ["*"] }] },
          { principals: [{ type: "AWS", identifiers: ["*"] }] },
        ],
      },
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*"},{"Effect":"Allow","Principal":{"AWS":"*"}}]}',
    ],
    [
      "joins principals of one type and conditions on one key",
      {
        statements: [
          {
            principals: [
              { type: "AWS", identifiers: ["a"] },
              { type: "Service", identifiers: ["s3"] },
              { type: "AWS", identifiers: ["b"] },
            ],
            conditions: [
              { test: "StringEquals", variable: "k", values: ["2"] },
              { test: "StringEquals", variable: "k", values: ["1"] },
              { test: "Bool", variable: "b", values: ["true"] },
            ],
          },
        ],
      },
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["a","b"],"Service":"s3"},"Condition":{"Bool":{"b":"true"},"StringEquals":{"k":["2","1"]}}}]}',
    ],
    [
      "takes &{} for policy variables and escapes as Go does",
      { statements: [{ resources: ["arn:aws:s3:::b/&{aws:username}/*", "<a&b>"] }] },
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":["arn:aws:s3:::b/${aws:username}/*","\\u003ca\\u0026b\\u003e"]}]}',
    ],
    [
      "merges sources, its own statements and overrides by Sid",
      {
        sourcePolicyDocuments: [
          '{"Version":"2008-10-17","Id":"src","Statement":[{"Sid":"A","Effect":"Deny","Action":["x","a"],"Resource":"*"},{"Sid":"Root","Effect":"Deny"}]}',
        ],
        statements: [root],
        overridePolicyDocuments: [
          '{"Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":["b","c"]},"Condition":{"Bool":{"x":true}}},{"Effect":"Deny"}]}',
        ],
      },
      '{"Version":"2012-10-17","Id":"src","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":["c","b"]},"Condition":{"Bool":{"x":"true"}}},{"Sid":"Root","Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":"111111111111"}},{"Effect":"Deny"}]}',
    ],
    ["writes nothing but the version where there is nothing else", {}, '{"Version":"2012-10-17"}'],
  ];
  for (const [what, args, json] of cases) {
    it(what, async () => {
      assert.equal(await render(args), json);
    });
  }

  it("refuses a Sid that two sources have, or two statements", async () => {
    const source = '{"Statement":[{"Sid":"A"}]}';
    await assert.rejects(
      render({ sourcePolicyDocuments: [source, source] }),
      /source document 1: duplicate Sid \(A\)/,
    );
    await assert.rejects(render({ statements: [root, root] }), /duplicate Sid \(Root\)/);
  });

  it("refuses a source that is no policy document, naming it", async () => {
    await assert.rejects(
      render({ sourcePolicyDocuments: ['{"Statement":{}}'] }),
      /source document 0: Statement is not a list/,
    );
  });
});
