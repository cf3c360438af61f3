import assert from "node:assert/strict";
import type { Request } from "../../../kms/policy/evaluate/request";
import { UNKNOWN } from "../../../rulebook/facts";
import { analysisOf, judgedPolicy, lintOf, tellFindings } from "../../../rulebook/policy/analysis";
import { allow, documentOf, OUTSIDER, OWNER, policyOf, role, rootStatement, soundKey } from "../soundKey";

const shared = documentOf(rootStatement, {
  Sid: "Share",
  ...allow(role("Partner", OUTSIDER), "kms:Decrypt"),
});
const witness: Request = {
  ...{ principalType: "AWS", principal: `arn:aws:iam::${OUTSIDER}:role/Partner`, account: OUTSIDER },
  ...{ action: "kms:Decrypt", resource: "*", context: {} },
};

describe("the policy to be judged", () => {
  const judged = (changes: object) => judgedPolicy({ ...soundKey, ...changes });
  const document = policyOf(rootStatement);

  it("comes with owner and Region, or what can be told of them", () => {
    const policy = document.kind === "document" ? document.policy : undefined;
    assert.deepEqual(judged({ policy: document }), { policy, ownerAccount: OWNER, region: "us-east-1" });
    assert.deepEqual(judged({ policy: document, region: UNKNOWN, ownerAccount: OUTSIDER }), {
      policy,
      ownerAccount: OUTSIDER,
    });
    assert.deepEqual(judged({ policy: document, ownerAccount: UNKNOWN }), {
      policy,
      ownerAccount: OWNER,
      region: "us-east-1",
    });
  });

  it("is none where it is not known, cannot be read, or is AWS's default", () => {
    const status = (policy: unknown) => {
      const found = judged({ policy });
      return "verdict" in found && found.verdict.status;
    };
    assert.equal(status(UNKNOWN), "unknown");
    assert.equal(status({ kind: "unreadable", problem: "x" }), "unknown");
    assert.equal(status({ kind: "default" }), "notApplicable");
  });
});

describe("the analysis of a policy", () => {
  const judged = { policy: shared, ownerAccount: OWNER, region: "us-east-1" };

  it("is made once for each question", () => {
    assert.equal(analysisOf(judged), analysisOf({ ...judged }));
    assert.notEqual(analysisOf(judged), analysisOf({ ...judged, ownerAccount: OUTSIDER }));
    assert.equal(lintOf(judged, soundKey), lintOf(judged, soundKey));
    assert.notEqual(lintOf(judged, soundKey), lintOf(judged, { ...soundKey, usage: "SIGN_VERIFY" }));
  });

  it("knows whom the owner trusts", () => {
    const rules = (trust?: Parameters<typeof analysisOf>[1]) =>
      analysisOf(judged, trust).findings.map(({ rule }) => rule);
    const trusted = { trustedAccounts: [OUTSIDER], trustedOrganizations: [] };
    assert.ok(rules().includes("kms-external-access"));
    assert.ok(!rules(trusted).includes("kms-external-access"));
  });

  it("lints for the key's usage and Region", () => {
    const policy = documentOf(
      rootStatement,
      allow(role("App"), "kms:Sign"),
      allow(role("App"), "kms:Decrypt", { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }),
    );
    const messages = (region: string | undefined, usage: typeof soundKey.usage) =>
      lintOf({ policy, ownerAccount: OWNER, ...(region && { region }) }, { ...soundKey, usage })
        .map(({ rule, statement }) => `${rule} ${String(statement)}`)
        .sort();
    assert.ok(messages("us-east-1", "ENCRYPT_DECRYPT").includes("kms-policy-invalid 1"));
    assert.ok(!messages("us-east-1", UNKNOWN).includes("kms-policy-invalid 1"));
    assert.ok(messages("us-east-1", UNKNOWN).includes("kms-region-mismatch 2"));
    assert.ok(!messages("eu-west-1", UNKNOWN).includes("kms-region-mismatch 2"));
    assert.ok(!messages(undefined, UNKNOWN).includes("kms-region-mismatch 2"));
  });
});

describe("findings as one message", () => {
  const tell = (...findings: Parameters<typeof tellFindings>[1][number][]) => tellFindings(shared, findings);

  it("name their statements, once for each text", () => {
    assert.equal(
      tell({ rule: "r", statement: 0, message: "a" }, { rule: "r", statement: 1, message: "b" }).message,
      "statement 1 (Enable IAM User Permissions): a; statement 2 (Share): b",
    );
    assert.equal(tell({ rule: "r", message: "a" }, { rule: "r", message: "a" }).message, "a");
    assert.equal(tell({ rule: "r", statement: 7, message: "a" }).message, "a");
  });

  it("carry statement and witness as evidence, where there are any", () => {
    assert.deepEqual(tell({ rule: "r", statement: 1, message: "b", witness }).evidence, [
      { statement: "statement 2 (Share)", witness },
    ]);
    assert.deepEqual(tell({ rule: "r", statement: 1, message: "b", witness: null }).evidence, [
      { statement: "statement 2 (Share)" },
    ]);
    assert.deepEqual(tell({ rule: "r", message: "a", witness }).evidence, [{ witness }]);
    assert.deepEqual(tell({ rule: "r", message: "a" }).evidence, []);
  });
});
