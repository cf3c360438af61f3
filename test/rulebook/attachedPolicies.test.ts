/** Key policies apart from their keys, which are judged beside them. */
import assert from "node:assert/strict";
import { rules } from "../../rulebook";
import type { KeyFacts, PolicyFact, PolicyFacts } from "../../rulebook/facts";
import { judgeAll } from "../../rulebook/judgeAll";
import { UNKNOWN } from "../../rulebook/facts";
import { aKey, allow, OWNER, place, policyOf, role, rootStatement, soundKey } from "./soundKey";

const DEFAULT: PolicyFact = { kind: "default" };

const attached = (policy: PolicyFact, attachedTo: PolicyFacts["attachedTo"]): PolicyFacts => ({
  ...place("aws:kms/keyPolicy:KeyPolicy", "apart"),
  policy,
  usage: UNKNOWN,
  lockoutCheckBypassed: false,
  attachedTo,
  tags: {},
});

/** The rules that speak of a policy with this statement, apart from a key of this kind. */
function toldOf(
  statement: object,
  key: Partial<KeyFacts>,
  to: PolicyFacts["attachedTo"] = { to: "resource", id: soundKey.resource.id },
) {
  const policy = attached(policyOf(rootStatement, statement), to);
  const found = judgeAll(rules, [aKey({ policy: DEFAULT, ...key }), { keyPolicy: policy }]);
  return found
    .filter(({ verdict, resource }) => verdict.status === "violation" && resource?.name === "apart")
    .map(({ rule }) => rule.id);
}

const decrypt = allow(role("App"), "kms:Decrypt");
const cases = [
  {
    what: "a key for enclaves",
    statement: decrypt,
    key: { tags: { Enclave: "yes" } },
    rule: "kms-enclave-attestation",
  },
  {
    what: "a key that demands an encryption context",
    statement: decrypt,
    key: { tags: { EncryptionContext: "always" } },
    rule: "kms-encryption-context",
  },
  {
    what: "a key that does not sign",
    statement: allow(role("App"), "kms:Sign"),
    key: {},
    rule: "kms-policy-invalid",
  },
  {
    what: "a key with replicas",
    statement: allow(role("Admin"), ["kms:PutKeyPolicy", "kms:ReplicateKey"]),
    key: { role: "primary" },
    rule: "kms-replicate-unbounded",
  },
] as const;

describe("a key policy apart from its key", () => {
  for (const { what, statement, key, rule } of cases) {
    it(`is judged beside ${what}`, () => {
      assert.deepEqual(toldOf(statement, key), [rule]);
    });

    it(`is judged by itself where it is not that of ${what}`, () => {
      assert.deepEqual(
        toldOf(statement, key, { to: "text", text: "elsewhere" }).includes(rule),
        rule === "kms-replicate-unbounded",
      );
    });
  }

  it("may let copies be made of a key that can have none", () => {
    assert.deepEqual(toldOf(cases[3].statement, { role: "singleRegion" }), []);
  });

  it("is judged by itself where its key is not known, and the key never waits for it", () => {
    assert.deepEqual(toldOf(allow("*", "kms:Decrypt"), {}, UNKNOWN).includes("kms-public-access"), true);
    const own = policyOf(rootStatement, allow(role("App"), "kms:Sign"));
    const found = judgeAll(rules, [aKey({ policy: own })]).filter(
      ({ verdict }) => verdict.status === "violation",
    );
    assert.deepEqual(
      found
        .map(({ rule, resource }) => [rule.id, resource?.name])
        .filter(([id]) => id === "kms-policy-invalid"),
      [["kms-policy-invalid", "orders"]],
    );
  });

  it("may not need the root user", () => {
    const statement = allow({ AWS: `arn:aws:iam::${OWNER}:root` }, "kms:Decrypt", {
      StringEquals: { "aws:PrincipalType": "Account" },
    });
    assert.deepEqual(toldOf(statement, {}), ["kms-root-user"]);
  });
});
