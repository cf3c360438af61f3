import assert from "node:assert/strict";
import { pass, passUnless, unknown, violation } from "../../rulebook/verdict";

const witness = {
  principalType: "AWS",
  principal: "arn:aws:iam::222222222222:role/Reader",
  action: "kms:Decrypt",
  resource: "arn:aws:kms:us-east-1:111111111111:key/1",
  context: {},
} as const;
const found = ["statement 1", "statement 2 (Open)"].map((statement) => ({ statement, witness, at: 1 }));

describe("a verdict", () => {
  it("has the evidence of a violation, and none where there is none", () => {
    const status = "violation";
    assert.deepEqual(violation("no"), { status, message: "no" });
    assert.deepEqual(violation("no", []), { status, message: "no" });
    assert.deepEqual(violation("no", [{ witness }]), { status, message: "no", evidence: [{ witness }] });
  });

  it("passes unless something is found, and then tells all that is, each with what proves it", () => {
    assert.equal(
      passUnless([], () => "x"),
      pass,
    );
    assert.deepEqual(
      passUnless(found, ({ statement, at }) => `${statement} at ${at}`),
      {
        status: "violation",
        message: "statement 1 at 1; statement 2 (Open) at 1",
        evidence: found.map(({ statement }) => ({ statement, witness })),
      },
    );
  });

  it("names the rule that tells of what is not known, where another does", () => {
    assert.deepEqual(unknown("tags"), { status: "unknown", what: "tags" });
    assert.deepEqual(unknown("tags", "kms-tags"), {
      status: "unknown",
      what: "tags",
      reportedBy: "kms-tags",
    });
  });
});
