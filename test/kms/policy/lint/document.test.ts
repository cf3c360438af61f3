import assert from "node:assert/strict";
import { lintKeyPolicy, type LintReport } from "../../../../kms/policy/lint/lintKeyPolicy";
import { keyPolicyFromJson, parseKeyPolicy } from "../../../../kms/policy/parse";
import { options, owner, sound } from "./reports";

const version = { Version: "2012-10-17" };
const used = { ...sound, Sid: "Use" };

/** Lints a document as written on lines of their own, one a value. */
function lintText(document: object): LintReport {
  return lintKeyPolicy(parseKeyPolicy(JSON.stringify(document, null, 1)), options);
}

/** What is found, apart from its prose. */
function places({ findings }: LintReport) {
  return findings.map((finding) =>
    Object.fromEntries(
      Object.entries(finding).filter(([name]) => !["message", "remediation"].includes(name)),
    ),
  );
}

const invalid = { rule: "kms-policy-invalid", severity: "medium", noEffect: false };

describe("lint of a document", () => {
  it("reports that it has no statements", () => {
    const report = lintText({ ...version, Statement: [] });
    assert.deepEqual(places(report), [invalid]);
    assert.match(report.findings[0]?.message ?? "", /no statements/);
  });

  it("reports what was noted of the document by its path and line", () => {
    const report = lintText({ Version: "2013-01-01", Statement: [used] });
    assert.deepEqual(places(report), [{ ...invalid, line: 2 }]);
    assert.match(report.findings[0]?.message ?? "", /^Version: "2013-01-01" is no version/);
    assert.match(report.findings[0]?.remediation ?? "", /"2012-10-17"/);
  });

  it("reports what was noted of the document itself without a path", () => {
    const text = JSON.stringify({ ...version, Statement: { ...used, Sid: "Kęy" } });
    const [finding] = lintKeyPolicy(parseKeyPolicy(text)).findings;
    assert.match(finding?.message ?? "", /^the document holds/);
    assert.deepEqual([finding?.line, finding?.statement, finding?.sid], [1, undefined, undefined]);
  });

  it("reports what was noted of a statement by its path, position, Sid and line", () => {
    const report = lintText({ ...version, Statement: [sound, { ...used, Resources: "*" }] });
    assert.deepEqual(places(report), [{ ...invalid, statement: 1, sid: "Use", line: 20 }]);
    assert.match(report.findings[0]?.message ?? "", /^Statement\[1\]\.Resources: there is no element/);
    assert.deepEqual(report.ineffectiveStatements, []);
  });

  it("says of a statement without effect why it has none, without a path", () => {
    const policy = keyPolicyFromJson({ ...version, Statement: [sound, { ...sound, Effect: "deny" }] });
    const report = lintKeyPolicy(policy, options);
    assert.deepEqual(places(report), [{ ...invalid, statement: 1, noEffect: true }]);
    assert.match(report.findings[0]?.message ?? "", /^the Effect "deny" is in the wrong case/);
    assert.match(report.findings[0]?.remediation ?? "", /"Deny"/);
    assert.deepEqual(report.ineffectiveStatements, [1]);
  });

  it("lists statements without effect in their order, whatever the order of the findings, each once", () => {
    const elsewhere = { ...sound, Resource: ["arn:aws:s3:::a", "arn:aws:s3:::b"] };
    const written = [elsewhere, sound, { ...sound, Effect: "deny" }, elsewhere, { ...sound, Effect: "deny" }];
    const report = lintKeyPolicy(keyPolicyFromJson({ ...version, Statement: written }), options);
    assert.deepEqual(report.ineffectiveStatements, [0, 2, 3, 4]);
  });

  it("reports a Sid that comes again, each time by the statement that has it first", () => {
    const other = { ...sound, Sid: "Other" };
    const report = lintText({ ...version, Statement: [other, used, other, used, used] });
    assert.deepEqual(
      report.findings.map(({ message, statement, sid }) => [
        message.replace(/.*(?=statement)/, ""),
        statement,
        sid,
      ]),
      [
        ["statement 1's already", 2, "Other"],
        ["statement 2's already", 3, "Use"],
        ["statement 2's already", 4, "Use"],
      ],
    );
    assert.deepEqual(places(report)[0], { ...invalid, statement: 2, sid: "Other", line: 22 });
  });

  it("has nothing against statements without a Sid, or with an empty one", () => {
    const empty = { ...sound, Sid: "" };
    assert.deepEqual(lintText({ ...version, Statement: [sound, sound, empty, empty] }).findings, []);
  });

  it("takes as many bytes as AWS does, and tells the length without white space", () => {
    const bare = JSON.stringify({ ...version, Statement: [{ ...sound, Sid: "" }] });
    const fits = bare.replace('"Sid":""', `"Sid":"${"a".repeat(32_768 - bare.length)}"`);
    assert.deepEqual(lintKeyPolicy(parseKeyPolicy(fits)).findings, []);
    const [spaced] = lintKeyPolicy(parseKeyPolicy(`${fits} `)).findings;
    assert.match(spaced?.message ?? "", /is 32769 bytes long, and AWS takes 32768/);
    assert.match(spaced?.remediation ?? "", /white space: it is then 32768 bytes/);
    const [long] = lintKeyPolicy(parseKeyPolicy(fits.replace("aaa", "aaaa"))).findings;
    assert.match(long?.remediation ?? "", /account roots or an organization/);
  });

  it("says of a finding which statement it is, by position, Sid and line", () => {
    const wrong = { ...used, Action: ["kms:Decrypt", "kms:Decript"] };
    assert.deepEqual(places(lintText({ ...version, Statement: [sound, wrong] })), [
      { ...invalid, statement: 1, sid: "Use", line: 12 },
    ]);
    const [unplaced] = places(
      lintKeyPolicy(keyPolicyFromJson({ ...version, Statement: { ...wrong, Sid: [] } })),
    );
    assert.deepEqual(unplaced, { ...invalid, statement: 0 });
  });

  it("lists unknown actions as written, and those given in vain to other accounts in order, each once", () => {
    const given = (...Action: string[]) => ({
      ...sound,
      Principal: { AWS: [owner, "444455556666"] },
      Action,
    });
    const Statement = [
      given("kms:Untag*", "kms:Decrypt"),
      given("kms:EnableKey", "kms:X"),
      given("kms:EnableKey", "kms:X"),
    ];
    const report = lintKeyPolicy(keyPolicyFromJson({ ...version, Statement }), options);
    assert.deepEqual(report.ineffectiveCrossAccount, ["kms:EnableKey", "kms:UntagResource"]);
    assert.deepEqual(report.invalidActions, ["kms:X"]);
  });
});
