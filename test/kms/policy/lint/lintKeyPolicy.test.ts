import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { lintKeyPolicy, type LintReport } from "../../../../kms/policy/lint/lintKeyPolicy";
import { keyPolicyFromJson, parseKeyPolicy } from "../../../../kms/policy/parse";
import { condition, lint, options, owner, sound } from "./reports";

describe("lintKeyPolicy", () => {
  it("reports a Sid that two statements have, by its line", () => {
    const twice = { ...sound, Sid: "Use" };
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [twice, twice] }, null, 1);
    const [finding, ...others] = lintKeyPolicy(parseKeyPolicy(text)).findings;
    assert.match(finding?.message ?? "", /the Sid "Use" is statement 1's already/);
    assert.deepEqual([finding?.statement, finding?.line, others.length], [1, 13, 0]);
  });

  it("reports a document longer than AWS takes, and whether white space is to blame", () => {
    const statements = (count: number) => ({
      Version: "2012-10-17",
      Statement: Array.from({ length: count }, () => sound),
    });
    const spaced = lintKeyPolicy(parseKeyPolicy(JSON.stringify(statements(200), null, 20)));
    assert.match(spaced.findings[0]?.remediation ?? "", /remove its white space/);
    const long = lintKeyPolicy(keyPolicyFromJson(statements(400)));
    assert.match(long.findings[0]?.message ?? "", /bytes long, and AWS takes 32768/);
    assert.match(long.findings[0]?.remediation ?? "", /account roots/);
  });

  it("reports policy variables that the policy's version does not know", () => {
    const policy = keyPolicyFromJson({
      Statement: [condition("StringEquals", "kms:EncryptionContext:u", "${aws:username}")],
    });
    assert.match(lintKeyPolicy(policy).findings[0]?.message ?? "", /taken literally/);
  });

  it("reports an Allow that a Deny for everybody takes back", () => {
    const deny = { Effect: "Deny", Principal: "*", Action: ["kms:Decrypt", "kms:Encrypt"], Resource: "*" };
    const policy = keyPolicyFromJson({
      Version: "2012-10-17",
      Statement: [sound, deny, { ...sound, Action: "kms:Sign" }],
    });
    assert.deepEqual(lintKeyPolicy(policy, options).ineffectiveStatements, [0]);
  });

  it("reports the same condition key in two cases", () => {
    const block = { StringEquals: { "aws:PrincipalOrgID": "o-1", "aws:principalorgid": "o-2" } };
    assert.match(lint({ ...sound, Condition: block }).findings[0]?.message ?? "", /twice/);
  });

  interface Labelled {
    readonly id: string;
    readonly title: string;
    readonly ownerAccount: string;
    readonly policy: unknown;
    readonly expected: Partial<
      Pick<LintReport, "invalidActions" | "ineffectiveStatements" | "ineffectiveCrossAccount">
    >;
  }
  const labelled = readFileSync("test/data/keyPolicies/labelled.jsonl", "utf8").trim().split("\n");
  for (const row of labelled.map((line) => JSON.parse(line) as Labelled)) {
    const expected = { invalidActions: [], ineffectiveCrossAccount: [], ...row.expected };
    it(`agrees with the label of "${row.title}"`, () => {
      const report = lintKeyPolicy(keyPolicyFromJson(row.policy), { ownerAccount: row.ownerAccount });
      assert.deepEqual(report.invalidActions, expected.invalidActions);
      assert.deepEqual(report.ineffectiveCrossAccount, expected.ineffectiveCrossAccount);
      if (expected.ineffectiveStatements !== undefined) {
        assert.deepEqual(report.ineffectiveStatements, expected.ineffectiveStatements);
      }
    });
  }

  it("meets every policy with a report", () => {
    const words = [
      "*",
      "kms:*",
      "kms:Decrypt",
      "StringEquals",
      "Null",
      "aws:SourceIp",
      "kms:ViaService",
      "",
      owner,
      "${a",
    ];
    const word = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 12 }));
    const list = fc.array(word, { maxLength: 3 });
    const statement = fc.record(
      {
        Effect: fc.constantFrom("Allow", "Deny", "allow"),
        Principal: fc.oneof(
          fc.constant("*"),
          fc.dictionary(fc.constantFrom("AWS", "Service", "Federated"), list),
        ),
        NotPrincipal: fc.dictionary(fc.constantFrom("AWS"), list),
        Action: list,
        NotAction: list,
        Resource: list,
        NotResource: list,
        Condition: fc.dictionary(word, fc.dictionary(word, list, { maxKeys: 2 }), { maxKeys: 2 }),
      },
      { requiredKeys: ["Effect"] },
    );
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (statements) => {
        const report = lintKeyPolicy(keyPolicyFromJson({ Statement: statements }), options);
        for (const index of report.ineffectiveStatements) assert.ok(index < statements.length);
      }),
      { numRuns: 300 },
    );
  });
});
