import assert from "node:assert/strict";
import { decide } from "../../kms/policy/evaluate/decide";
import type { Request } from "../../kms/policy/evaluate/request";
import { parseKeyPolicy } from "../../kms/policy/parse";
import { everyone, OWNER, partner, policyText, run } from "./world";

interface Report {
  readonly file: string;
  readonly access?: string;
  readonly error?: readonly { readonly message: string }[];
  readonly findings?: readonly {
    readonly rule: string;
    readonly line: number;
    readonly witness: Request | null;
  }[];
}

const reports = (out: string): Report[] =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Report);
const json = ["--format", "json"] as const;

describe("kms-audit policy", () => {
  it("exits 0 on a clean policy and says so", async () => {
    const { exitCode, out, err } = await run(["policy", "a.json", ...OWNER], {
      files: { "a.json": policyText() },
    });
    assert.deepEqual([exitCode, out, err], [0, "a.json: private, no findings\n\n", ""]);
  });

  it("quotes the statement with its lines and tells the witness in a sentence", async () => {
    const { exitCode, out } = await run(["policy", "a.json", ...OWNER], {
      files: { "a.json": policyText(everyone) },
    });
    assert.equal(exitCode, 1);
    assert.match(out, /statement 2 \(Everyone\), line 12\n +12 \| \{\n +13 \| {3}"Sid": "Everyone",/);
    assert.match(
      out,
      /critical kms-public-access: anyone in any AWS account can call kms:Decrypt through S3 in us-east-1\n/,
    );
    assert.match(out, /mend: name the accounts/);
  });

  it("prints one object a file with the fields that machines rely on", async () => {
    const { exitCode, out } = await run(["policy", "a.json", ...OWNER, ...json], {
      files: { "a.json": policyText(everyone) },
    });
    assert.equal(exitCode, 1);
    const report = JSON.parse(out) as Record<string, unknown> & Report;
    assert.deepEqual(Object.keys(report), [
      "file",
      "access",
      "lockout",
      "fragileAdministration",
      "escalation",
      "invalidActions",
      "ineffectiveStatements",
      "ineffectiveCrossAccount",
      "externalActions",
      "findings",
    ]);
    const [finding] = report.findings ?? [];
    assert.ok(finding?.witness);
    assert.deepEqual(Object.keys(finding), [
      "rule",
      "severity",
      "sid",
      "statement",
      "line",
      "message",
      "remediation",
      "witness",
    ]);
    assert.deepEqual([finding.rule, finding.line], ["kms-public-access", 12]);
    assert.equal(decide(parseKeyPolicy(policyText(everyone)), finding.witness).decision, "allowed");
  });

  it("takes accounts and organizations into the trusted zone", async () => {
    const files = { "a.json": policyText(partner) };
    assert.equal((await run(["policy", "a.json", ...OWNER], { files })).exitCode, 1);
    assert.equal(
      (await run(["policy", "a.json", ...OWNER, "--trusted-account", "444455556666"], { files })).exitCode,
      0,
    );
  });

  it("reads standard input, folders and globs, each file once", async () => {
    const files = {
      "keys/a.json": policyText(),
      "keys/deep/b.json": policyText(partner),
      "keys/c.txt": "no policy",
    };
    const { exitCode, out } = await run(["policy", "-", "keys", "keys/*.json", ...OWNER, ...json], {
      files,
      stdin: policyText(everyone),
    });
    assert.equal(exitCode, 1);
    assert.deepEqual(
      reports(out).map(({ file, access }) => [file, access]),
      [
        ["(standard input)", "public"],
        ["keys/a.json", "private"],
        ["keys/deep/b.json", "external"],
      ],
    );
  });

  it("reports bad input of one file, does the others, and exits 2", async () => {
    const files = { "a.json": "{", "b.json": policyText(everyone) };
    const { exitCode, out, err } = await run(
      ["policy", "a.json", "missing.json", "b.json", ...OWNER, ...json],
      { files },
    );
    assert.equal(exitCode, 2);
    assert.match(err, /^a\.json:1:\d+: .*\nmissing\.json: there is no such file/);
    const [bad, missing, good] = reports(out);
    assert.ok((bad?.error?.length ?? 0) > 0 && (missing?.error?.length ?? 0) > 0);
    assert.equal(good?.access, "public");
  });

  it("says when a folder or a glob stands for no file", async () => {
    const { exitCode, err } = await run(["policy", "no/*.json", ...OWNER]);
    assert.deepEqual([exitCode, err], [2, "no/*.json: no file fits; name a file that holds a key policy\n"]);
  });

  it("adds what AWS refuses or ignores to the findings", async () => {
    const misspelt = { Effect: "Allow", Principal: "*", Action: "kms:Encript", Resource: "*" };
    const { out } = await run(["policy", "a.json", ...OWNER, ...json], {
      files: { "a.json": policyText(misspelt) },
    });
    const report = JSON.parse(out) as Report & { invalidActions: string[] };
    assert.deepEqual([report.access, report.invalidActions], ["private", ["kms:Encript"]]);
    assert.ok(report.findings?.some(({ rule }) => rule === "kms-policy-invalid"));
  });

  it("shows colours only where the world does", async () => {
    const files = { "a.json": policyText(everyone) };
    const escape = String.fromCharCode(27);
    assert.ok(!(await run(["policy", "a.json", ...OWNER], { files })).out.includes(escape));
    assert.ok((await run(["policy", "a.json", ...OWNER], { files, colors: true })).out.includes(escape));
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no owner", ["policy", "a.json"], /--owner <account>/],
    ["an owner that is no account", ["policy", "a.json", "--owner", "123"], /12 digits/],
    ["an organization that is none", ["policy", "a.json", ...OWNER, "--trusted-org", "acme"], /o-a1b2c3d4e5/],
    [
      "a Region that is misspelt",
      ["policy", "a.json", ...OWNER, "--region", "us-esat-1"],
      /Did you mean us-east-1\?/,
    ],
    ["a format that is none", ["policy", "a.json", ...OWNER, "--format", "xml"], /text, json, sarif/],
    ["a command that is misspelt", ["polcy"], /Did you mean policy\?/],
    ["no file", ["policy", ...OWNER], /missing required argument 'file'/],
  ];
  for (const [name, args, message] of wrong)
    it(`exits 2 and tells the mend: ${name}`, async () => {
      const { exitCode, err } = await run(args);
      assert.equal(exitCode, 2);
      assert.match(err, message);
    });

  it("documents its exit codes", async () => {
    const { exitCode, out } = await run(["--help"]);
    assert.equal(exitCode, 0);
    assert.match(out, /Exit codes:\n {2}0 .*\n {2}1 [^]*\n {2}2 /);
  });
});

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly object[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

describe("kms-audit policy --format sarif", () => {
  it("places every result, and tells bad input as a notification", async () => {
    const files = { "key policies/a.json": policyText(everyone), "b.json": "[]" };
    const { exitCode, out } = await run(
      ["policy", "key policies/a.json", "b.json", ...OWNER, "--format", "sarif"],
      { files },
    );
    assert.equal(exitCode, 2);
    const log = JSON.parse(out) as Sarif;
    assert.equal(log.version, "2.1.0");
    const [only] = log.runs;
    assert.ok(only);
    assert.equal(only.invocations[0]?.executionSuccessful, false);
    assert.ok(only.invocations[0].toolExecutionNotifications.length > 0);
    const [first] = only.results;
    assert.ok(first);
    assert.equal(only.tool.driver.rules[first.ruleIndex]?.id, first.ruleId);
    assert.deepEqual([first.ruleId, first.level], ["kms-public-access", "error"]);
    const [place] = first.locations;
    assert.deepEqual(
      [place?.physicalLocation.artifactLocation.uri, place?.physicalLocation.region.startLine],
      ["key%20policies/a.json", 12],
    );
  });
});
