import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "../world";
import { keyId, startStubAws } from "./stubAws";
import { ACCOUNT, assessStub, reportOf, withEnvironment } from "./stubWorld";

const arn = (index: number, region = "us-east-1") => `arn:aws:kms:${region}:${ACCOUNT}:key/${keyId(index)}`;

describe("kms-audit assess", function () {
  this.timeout(120_000);

  it("reads every key of every Region, and tells score, keys and findings", async () => {
    const { exitCode, out, calls } = await assessStub({ keys: 7 }, [
      ...["--region", "us-east-1", "--region", "eu-west-1", "--format", "json"],
    ]);
    assert.equal(exitCode, 0);
    const report = reportOf({ exitCode, out, err: "" });
    assert.deepEqual(
      report.keys.map((key) => key.arn),
      ["eu-west-1", "us-east-1"].flatMap((region) =>
        [0, 1, 2, 3, 4, 5, 6].map((index) => arn(index, region)),
      ),
    );
    assert.deepEqual(
      report.findings.map(({ rule, resource, region, account }) => [rule, resource, region, account]),
      [
        ["kms-rotation-enabled", arn(0, "eu-west-1"), "eu-west-1", ACCOUNT],
        ["kms-rotation-enabled", arn(0), "us-east-1", ACCOUNT],
      ],
    );
    assert.equal(calls.get("kms:ListGrants"), 14);
  });

  it("tells who can do what, each with a request that proves it", async () => {
    const [key] = reportOf(await assessStub({ keys: 1 })).keys;
    assert.deepEqual(
      key?.permissions.map(({ statement, who, conditions }) => [statement, who, conditions]),
      [
        ["statement 1 (Root)", `any principal of account ${ACCOUNT}`, []],
        ["statement 2 (Administer)", `arn:aws:iam::${ACCOUNT}:role/admin-0`, []],
        ["statement 3 (Use)", `arn:aws:iam::${ACCOUNT}:role/app-0`, []],
        [
          "statement 4 (Store)",
          `arn:aws:iam::${ACCOUNT}:role/store-0`,
          ["kms:ViaService is s3.us-east-1.amazonaws.com"],
        ],
      ],
    );
    assert.equal(key.permissions[3]?.witness.resource, arn(0));
    assert.equal(
      key.permissions[3].told,
      `role store-0 of account ${ACCOUNT} can call kms:Decrypt through S3 in us-east-1`,
    );
  });

  it("counts AWS's own keys nowhere", async () => {
    const report = reportOf(
      await assessStub({
        keys: 2,
        answer: ({ action, input }) =>
          action === "kms:DescribeKey" && input.KeyId === arn(0)
            ? { KeyMetadata: { KeyId: keyId(0), Arn: arn(0), KeyManager: "AWS", CreationDate: 0 } }
            : undefined,
      }),
    );
    assert.deepEqual(
      report.keys.map((key) => key.arn),
      [arn(1)],
    );
  });

  it("takes what may not be read for a finding, never for a pass", async () => {
    const denied = (what: string) =>
      assessStub(
        {
          keys: 2,
          answer: ({ action, input }) =>
            action === what && input.KeyId === arn(1) ? { refuse: "AccessDeniedException" } : undefined,
        },
        ["--region", "us-east-1", "--format", "json", "--last-use", "always"],
      ).then((outcome) => reportOf(outcome));
    for (const action of [
      "kms:DescribeKey",
      "kms:ListGrants",
      "kms:ListResourceTags",
      "kms:GetKeyRotationStatus",
      "kms:ListKeyRotations",
      "kms:GetKeyLastUsage",
    ]) {
      const { findings, keys } = await denied(action);
      const told = findings.filter(({ resource }) => resource === arn(1));
      assert.deepEqual(
        told.map(({ rule }) => rule),
        ["kms-assessment-error"],
        action,
      );
      assert.match(told[0]?.message ?? "", new RegExp(`${action} failed: AccessDeniedException`));
      assert.ok((keys[1]?.score ?? 100) < 100, action);
    }
    const { findings, keys } = await denied("kms:GetKeyPolicy");
    assert.deepEqual(
      findings.filter(({ resource }) => resource === arn(1)).map(({ rule }) => rule),
      ["kms-policy-unknown"],
    );
    // No rule about access has passed on this key.
    assert.ok((keys[1]?.score ?? 100) < 50, String(keys[1]?.score));
  });

  it("counts what was not asked for nowhere, whatever else could not be read", async () => {
    const { rules } = reportOf(
      await assessStub({
        keys: 2,
        answer: ({ action }) =>
          action === "kms:ListGrants" ? { refuse: "AccessDeniedException" } : undefined,
      }),
    );
    const counts = (id: string) => rules.find((rule) => rule.id === id);
    for (const id of ["kms-root-user", "kms-direct-encryption", "kms-unused-key"])
      assert.deepEqual([counts(id)?.failed, counts(id)?.undecided], [0, 2], id);
    assert.equal(counts("kms-assessment-error")?.failed, 2);
  });

  it("reports a Region that fails, and goes on with the others", async () => {
    const report = reportOf(
      await assessStub(
        {
          keys: 1,
          answer: ({ action, region }) =>
            action === "kms:ListKeys" && region === "eu-west-1"
              ? { refuse: "AccessDeniedException" }
              : undefined,
        },
        ["--region", "us-east-1", "--region", "eu-west-1", "--format", "json"],
      ),
    );
    assert.deepEqual(
      report.findings
        .map(({ rule, region }) => [rule, region])
        .filter(([rule]) => rule === "kms-assessment-error"),
      [["kms-assessment-error", "eu-west-1"]],
    );
    assert.equal(report.keys.length, 1);
  });

  it("meets faults with patience: the same report", async () => {
    const whole = reportOf(await assessStub({ keys: 30 }));
    const faulty = reportOf(
      await assessStub({ keys: 30, faults: { seed: 3, rules: [{ errors: 0.05, resets: 0.05 }] as never } }),
    );
    assert.deepEqual(faulty.findings, whole.findings);
    assert.equal(faulty.score, whole.score);
  });

  it("lets throttling slow it down, and loses nothing", async () => {
    const { calls, ...outcome } = await assessStub({
      keys: 20,
      faults: { quotas: { scale: 1, overrides: { "kms:ListGrants": 10 } } },
    });
    const report = reportOf(outcome);
    assert.deepEqual(
      report.findings.map(({ rule }) => rule),
      ["kms-rotation-enabled"],
    );
    assert.equal(calls.get("kms:ListGrants"), 20);
  });

  describe("that cannot assess anything says why in one sentence, with exit code 2", () => {
    const refusing = (what: string, refuse: string) => ({
      keys: 1,
      answer: ({ action }: { action: string }) => (action === what ? { refuse } : undefined),
    });
    const cases = [
      ["expired credentials", refusing("sts:GetCallerIdentity", "ExpiredToken"), /credentials have expired/],
      [
        "wrong credentials",
        refusing("sts:GetCallerIdentity", "InvalidClientTokenId"),
        /AWS does not take the credentials/,
      ],
      [
        "no permission",
        refusing("kms:ListKeys", "AccessDeniedException"),
        /does not let these credentials list its keys.*kms-audit permissions/,
      ],
      ["an empty account", { keys: 0 }, /account 111122223333 has no customer keys in us-east-1/],
      [
        "credentials that expire meanwhile",
        refusing("kms:ListGrants", "ExpiredTokenException"),
        /AWS takes the credentials no more, after \d of 1 keys.*--resume/,
      ],
    ] as const;
    for (const [name, stub, sentence] of cases)
      it(name, async () => {
        const { exitCode, out, err } = await assessStub(stub);
        assert.deepEqual([exitCode, out], [2, ""], err);
        assert.match(err, sentence);
        assert.equal(err.trim().split("\n").length, 1);
      });

    const endpoints = [
      ["no network", "http://127.0.0.1:9", "ECONNREFUSED"],
      ["an endpoint that is no address", "somewhere", "ERR_INVALID_URL"],
    ] as const;
    for (const [name, endpoint, code] of endpoints)
      it(name, async () => {
        const { exitCode, err } = await withEnvironment({ AWS_ENDPOINT_URL: endpoint }, () =>
          run(["assess", "--region", "us-east-1"]),
        );
        assert.equal(exitCode, 2);
        assert.match(err, new RegExp(`^kms-audit: AWS cannot be reached \\(${code}.*AWS_ENDPOINT_URL\n$`));
      });

    it("an endpoint that does not speak TLS", async () => {
      const plain = await startStubAws({ keys: 1 });
      const endpoint = plain.endpoint.replace("http:", "https:");
      const { exitCode, err } = await withEnvironment({ AWS_ENDPOINT_URL: endpoint }, () =>
        run(["assess", "--region", "us-east-1"]),
      ).finally(() => plain.close());
      assert.equal(exitCode, 2);
      assert.match(err, /^kms-audit: AWS cannot be reached \(EPROTO.*AWS_ENDPOINT_URL\n$/);
    });
  });

  describe("with files", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), "kms-audit-assess-"));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    it("goes on from a journal, whose torn last line is read again", async () => {
      const journal = path.join(folder, "run.jsonl");
      const args = ["--region", "us-east-1", "--format", "json", "--resume", journal];
      const whole = await assessStub({ keys: 12 }, args);
      const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
      assert.equal(lines.length, 13);
      writeFileSync(journal, `${lines.slice(0, 8).join("\n")}\n${lines[8]?.slice(0, 40) ?? ""}`);
      const resumed = await assessStub({ keys: 12 }, args);
      assert.deepEqual(reportOf(resumed).findings, reportOf(whole).findings);
      assert.equal(resumed.calls.get("kms:DescribeKey"), 5);
      const again = await assessStub({ keys: 12 }, args);
      assert.equal(again.calls.get("kms:DescribeKey"), undefined);
    });

    it("refuses a journal that is none", async () => {
      const journal = path.join(folder, "notes.txt");
      writeFileSync(journal, "shopping list\n");
      const { exitCode, err } = await assessStub({ keys: 1 }, ["--region", "us-east-1", "--resume", journal]);
      assert.equal(exitCode, 2);
      assert.match(err, /notes.txt is no journal of kms-audit assess/);
    });

    it("writes a text report that is named by its day into a folder", async () => {
      const { exitCode, out, err } = await assessStub({ keys: 3 }, [
        "--region",
        "us-east-1",
        "--output",
        path.join(folder, "reports"),
      ]);
      assert.deepEqual([exitCode, out], [0, ""]);
      const [file = ""] = readdirSync(path.join(folder, "reports"));
      assert.match(file, /^kms-assessment-\d{4}-\d\d-\d\d\.txt$/);
      assert.match(err, new RegExp(file));
      assert.match(readFileSync(path.join(folder, "reports", file), "utf8"), /score \d+\.\d of 100/);
    });

    it("shows only what is new or fixed since a baseline, and fails on that alone", async () => {
      const baseline = path.join(folder, "last.json");
      const region = ["--region", "us-east-1"];
      await assessStub({ keys: 101 }, [...region, "--format", "json", "--output", baseline]);
      const rotating = { KeyRotationEnabled: true, RotationPeriodInDays: 365 };
      const changed = await assessStub(
        {
          keys: 101,
          answer: ({ action, input }) => {
            if (action === "kms:GetKeyRotationStatus" && input.KeyId === arn(0)) return rotating;
            return action === "kms:GetKeyRotationStatus" && input.KeyId === arn(5)
              ? { KeyRotationEnabled: false }
              : undefined;
          },
        },
        [...region, "--format", "json", "--baseline", baseline, "--fail-on", "medium"],
      );
      const report = reportOf(changed);
      assert.equal(changed.exitCode, 1);
      assert.deepEqual(
        report.findings.map(({ resource }) => resource),
        [arn(5)],
      );
      assert.deepEqual(
        report.baseline?.fixed.map(({ resource }) => resource),
        [arn(0)],
      );
      assert.equal(report.baseline.unchanged, 1);
      const same = await assessStub({ keys: 101 }, [...region, "--baseline", baseline, "--fail-on", "low"]);
      assert.equal(same.exitCode, 0, same.out);
    });

    it("follows the policy pack's configuration: levels, options, exemptions", async () => {
      const config = path.join(folder, "pack.json");
      const expires = "2999-12-31";
      const reason = "moved to a new key by the end of the year";
      writeFileSync(
        config,
        JSON.stringify({
          "kms-required-tags": { enforcementLevel: "mandatory", tags: ["CostCentre"] },
          "kms-exemptions": {
            exemptions: [{ rule: "kms-rotation-enabled", resource: "alias/key-0", reason, expires }],
          },
        }),
      );
      const report = reportOf(
        await assessStub({ keys: 2 }, ["--region", "us-east-1", "--format", "json", "--config", config]),
      );
      assert.deepEqual(
        report.findings.map(({ rule }) => rule),
        ["kms-required-tags", "kms-required-tags"],
      );
      assert.deepEqual(
        report.exempted.map(({ finding, reason: why }) => [finding.resource, why]),
        [[arn(0), reason]],
      );
    });
  });
});
