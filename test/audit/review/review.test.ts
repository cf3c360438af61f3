import assert from "node:assert/strict";
import { main } from "../../../audit/cli";
import { defaultConfiguration } from "../../../audit/configuration";
import { reviewMarkdown } from "../../../audit/review/formats";
import { readPreview } from "../../../audit/review/preview";
import { needsAttention, type Review, review } from "../../../audit/review/review";
import { sectionsOf } from "../../../audit/review/sections";
import { decide } from "../../../kms/policy/evaluate/decide";
import { parseKeyPolicy } from "../../../kms/policy/parse";
import { allow, delegation, key, keyStep, live, policy, preview, urn, type WrittenStep } from "./stack";

const reader = "arn:aws:iam::222222222222:role/Reader";

function reviewed(...steps: readonly WrittenStep[]): Review {
  return review(readPreview(preview(...steps), "preview.json"), {
    trustedAccounts: [],
    trustedOrganizations: [],
    configuration: defaultConfiguration,
    today: "2026-11-24",
  });
}

const textOf = (one: Review): string =>
  sectionsOf(one)
    .flatMap(({ title, lines }) => [title, ...lines.map(({ text }) => text)])
    .join("\n");

describe("a review", () => {
  it("has nothing to say where nothing changes", () => {
    const same = reviewed(keyStep("same", key(), key()));
    assert.equal(textOf(same), "");
    assert.ok(!needsAttention(same));
    assert.deepEqual(same.verdicts.scoreBefore, same.verdicts.scoreAfter);
  });

  it("tells who gains access, with a request that the new policy allows and the old one does not", () => {
    const shared = policy(delegation, allow(reader, "kms:Decrypt"));
    const change = reviewed(keyStep("update", key(), key({ policy: shared })));
    const [access] = change.keys[0]?.gained ?? [];
    assert.ok(access !== undefined);
    assert.deepEqual(
      access.actions,
      ["kms:Decrypt", "kms:ReEncryptFrom"].filter((name) => access.actions.includes(name)),
    );
    assert.equal(decide(parseKeyPolicy(shared), access.witness).decision, "allowed");
    assert.notEqual(decide(parseKeyPolicy(policy(delegation)), access.witness).decision, "allowed");
    assert.match(textOf(change), /\+ role Reader of account 222222222222 can call kms:Decrypt/);
    assert.ok(needsAttention(change));
  });

  it("tells who loses access, which needs nobody's attention", () => {
    const shared = policy(delegation, allow(reader, "kms:Decrypt"));
    const change = reviewed(keyStep("update", key({ policy: shared }), key()));
    assert.match(textOf(change), /- role Reader of account 222222222222 can no longer call kms:Decrypt/);
    assert.ok(!needsAttention(change));
  });

  it("says nothing of a policy that is only written differently", () => {
    const before = policy(delegation, allow(reader, ["kms:Decrypt", "kms:DescribeKey"]));
    const after = policy(allow(reader, "kms:DescribeKey"), delegation, allow(reader, "kms:Decrypt"));
    assert.equal(textOf(reviewed(keyStep("update", key({ policy: before }), key({ policy: after })))), "");
  });

  it("tells what opens a key to everybody, as the rule that it breaks too", () => {
    const change = reviewed(
      keyStep("update", key(), key({ policy: policy(delegation, allow("*", "kms:Decrypt")) })),
    );
    assert.match(textOf(change), /anyone in any AWS account can call kms:Decrypt/);
    assert.ok(change.verdicts.added.some(({ rule }) => rule === "kms-public-access"));
    assert.ok((change.verdicts.scoreAfter.score ?? 0) < (change.verdicts.scoreBefore.score ?? 0));
  });

  it("decides nothing about a policy that preview does not know, and says so", () => {
    const change = reviewed(
      keyStep("update", key(), key({ policy: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })),
    );
    assert.match(textOf(change), /not decided: preview does not know its key policy/);
    assert.ok(needsAttention(change));
  });

  it("takes the policy that is attached apart for the key's", () => {
    const attached: WrittenStep = {
      op: "create",
      urn: urn("aws:kms/keyPolicy:KeyPolicy", "orders"),
      newState: {
        type: "aws:kms/keyPolicy:KeyPolicy",
        custom: true,
        inputs: { keyId: "unread", policy: policy(delegation, allow(reader, "kms:Decrypt")) },
        propertyDependencies: { keyId: [urn("aws:kms/key:Key", "orders")] },
      },
    };
    assert.match(
      textOf(reviewed(keyStep("same", key(), key()), attached)),
      /role Reader of account 222222222222/,
    );
  });

  it("tells a key that is replaced, why, and what is stranded", () => {
    const alias = {
      type: "aws:kms/alias:Alias",
      custom: true as const,
      inputs: { name: "alias/prod/orders", targetKeyId: "unread" },
      propertyDependencies: { targetKeyId: [urn("aws:kms/key:Key", "orders")] },
    };
    const change = reviewed(
      { ...keyStep("replace", key(), key({ multiRegion: true })), replaceReasons: ["multiRegion"] },
      { op: "same", urn: urn(alias.type, "orders"), oldState: alias, newState: alias },
    );
    const [loss] = change.losses;
    assert.deepEqual(loss?.because, ["multiRegion"]);
    assert.deepEqual(loss.stranded, ["alias/prod/orders"]);
    assert.match(textOf(change), /is replaced, because multiRegion cannot change/);
    assert.ok(change.verdicts.added.some(({ rule }) => rule === "kms-key-destroyed"));
  });

  it("tells a replica that goes while its related keys stay", () => {
    const replica = live({
      type: "aws:kms/replicaKey:ReplicaKey",
      custom: true,
      inputs: { region: "eu-west-1", primaryKeyArn: "unread", policy: policy(delegation), description: "x" },
      propertyDependencies: { primaryKeyArn: [urn("aws:kms/key:Key", "orders")] },
    });
    const primary = key({ multiRegion: true });
    const change = reviewed(keyStep("same", primary, primary), {
      op: "delete",
      urn: urn("aws:kms/replicaKey:ReplicaKey", "orders-eu-west-1"),
      oldState: replica,
    });
    assert.deepEqual(change.losses[0]?.survivors, ["orders"]);
    assert.match(textOf(change), /lives on in other Regions \(orders\)/);
  });

  it("tells a key that Pulumi forgets and AWS keeps as no loss of data", () => {
    const kept = key({}, { retainOnDelete: true, protect: false });
    const change = reviewed({ op: "delete", urn: urn("aws:kms/key:Key", "orders"), oldState: live(kept) });
    assert.equal(change.losses[0]?.how, "forgotten");
    assert.match(textOf(change), /stays in AWS/);
  });

  it("tells a grant to another account", () => {
    const grant: WrittenStep = {
      op: "create",
      urn: urn("aws:kms/grant:Grant", "partner"),
      newState: {
        type: "aws:kms/grant:Grant",
        custom: true,
        inputs: { keyId: "unread", granteePrincipal: reader, operations: ["Decrypt"] },
        propertyDependencies: { keyId: [urn("aws:kms/key:Key", "orders")] },
      },
    };
    const change = reviewed(keyStep("same", key(), key()), grant);
    assert.match(
      textOf(change),
      /\+ grant partner: .*role\/Reader, of another account, can call Decrypt with orders/,
    );
  });

  describe("of aliases", () => {
    const alias = (op: string, from: string | undefined, to: string | undefined): WrittenStep => {
      const state = (target: string) => ({
        ...{ type: "aws:kms/alias:Alias", custom: true as const },
        inputs: { name: "alias/orders", targetKeyId: "unread", region: "us-east-1" },
        propertyDependencies: { targetKeyId: [urn("aws:kms/key:Key", target)] },
      });
      return {
        ...{ op, urn: urn("aws:kms/alias:Alias", "orders") },
        ...(from !== undefined && { oldState: state(from) }),
        ...(to !== undefined && { newState: state(to) }),
      };
    };
    const other = { ...keyStep("same", key(), key()), urn: urn("aws:kms/key:Key", "invoices") };
    const orders = keyStep("same", key(), key());

    it("tells one that leads to another key", () => {
      const change = reviewed(orders, other, alias("update", "orders", "invoices"));
      assert.match(textOf(change), /alias\/orders in us-east-1 leads to invoices and no longer to orders/);
      assert.equal(needsAttention(change), true);
    });

    it("tells one that goes while its key stays", () => {
      const change = reviewed(orders, alias("delete", "orders", undefined));
      assert.match(textOf(change), /alias\/orders in us-east-1 no longer leads to orders, or to any key/);
      assert.equal(needsAttention(change), true);
    });

    it("says nothing of one that stays, comes, or goes with its key", () => {
      for (const steps of [
        [orders, other, alias("same", "orders", "orders")],
        [orders, alias("create", undefined, "orders")],
        [keyStep("delete", live(key()), undefined), alias("delete", "orders", undefined)],
      ])
        assert.deepEqual(reviewed(...steps).aliases, []);
    });
  });

  it("tells a preview that failed before anything else, for then changes are missing", () => {
    const written = JSON.parse(preview(keyStep("same", key(), key()))) as object;
    const diagnostics = [
      { severity: "warning", message: "warning: something old" },
      {
        severity: "error",
        message:
          "error: Running program 'index.js' failed with an unhandled exception:\n\u001b[31mError: no such key\u001b[39m\n    at index.js",
      },
      { severity: "error", message: "error: aws:kms/key:Key resource 'bad': expected 7 to 30, got 3\n" },
    ];
    const change = review(readPreview(JSON.stringify({ ...written, diagnostics }), "preview.json"), {
      ...{ trustedAccounts: [], trustedOrganizations: [], configuration: defaultConfiguration },
      today: "2026-11-24",
    });
    assert.deepEqual(sectionsOf(change)[0]?.lines, [
      {
        tone: "danger",
        text: "Running program 'index.js' failed with an unhandled exception: Error: no such key",
      },
      { tone: "danger", text: "aws:kms/key:Key resource 'bad': expected 7 to 30, got 3" },
    ]);
    assert.equal(needsAttention(change), true);
    assert.match(reviewMarkdown(change), /this change needs a look[^]*### The preview failed/);
  });

  it("tells of a new key who may do what, without what IAM policies decide anyway", () => {
    const change = reviewed(
      keyStep("create", undefined, key({ policy: policy(delegation, allow(reader, "kms:Decrypt")) })),
    );
    assert.match(textOf(change), /New key orders in us-east-1/);
    assert.match(textOf(change), /role Reader of account 222222222222 can call kms:Decrypt/);
  });

  it("tells Regions that change alike once", () => {
    const step = (region: string): WrittenStep => {
      const shared = policy(
        delegation,
        allow(reader, "kms:Decrypt", {
          Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
        }),
      );
      return {
        op: "update",
        urn: urn("aws:kms/key:Key", `orders-${region}`),
        oldState: key({ region }),
        newState: key({ region, policy: shared }),
      };
    };
    const text = textOf(reviewed(step("us-east-1"), step("eu-west-1")));
    assert.match(text, /^Access to orders in us-east-1, eu-west-1$/m);
    assert.equal(text.match(/through S3 in the key's Region/g)?.length, 1);
  });

  it("says where it knows only what changes", () => {
    assert.ok(!reviewed(keyStep("update", key(), key({ description: "new" }))).complete);
  });

  it("fits into a comment, the worst first", () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({
      ...keyStep("create", undefined, key({ description: "" })),
      urn: urn("aws:kms/key:Key", `key-${index}`),
    }));
    const text = reviewMarkdown(reviewed(keyStep("delete", live(key()), undefined), ...many));
    assert.ok(text.length < 65_536, String(text.length));
    assert.match(text, /### Keys that go[^]*\n\n\*\*The rest does not fit into a comment:/);
  });

  it("keeps names from becoming markup", () => {
    const shared = policy(delegation, allow("arn:aws:iam::222222222222:role/<img>@all", "kms:Decrypt"));
    const markdown = reviewMarkdown(reviewed(keyStep("update", key(), key({ policy: shared }))));
    assert.ok(!markdown.includes("<img>") && !markdown.includes("@all"));
  });

  it("keeps names from writing lines, mentions and links of their own", () => {
    const hostile =
      "orders\n\n## Approved by @security, see #12 and https://example.com &commat;all\u001b[2J";
    const change = reviewed({
      ...keyStep("delete", live(key()), undefined),
      urn: urn("aws:kms/key:Key", hostile),
    });
    const lines = reviewMarkdown(change).split("\n");
    assert.deepEqual(
      lines.filter((line) => line.startsWith("#")).map((line) => line.replace(/ .*/, "")),
      ["##", "###", "###"],
    );
    const told = lines.find((line) => line.includes("orders")) ?? "";
    // Comments are gone and references read when GitHub looks for mentions; each part between comments is looked at alone.
    for (const part of told.split("<!-- -->"))
      assert.doesNotMatch(
        part.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
        /@\w|#\d|:\/\//,
      );
    assert.ok(!told.includes("&commat;"));
    assert.ok(!textOf(change).includes("\u001b"));
  });
});

describe("kms-audit review", () => {
  async function run(input: string, ...args: readonly string[]) {
    let [out, err] = ["", ""];
    const exitCode = await main(["review", ...args], {
      out: (text) => (out += text),
      err: (text) => (err += text),
      readStdin: () => Promise.resolve(new TextEncoder().encode(input)),
      cwd: process.cwd(),
      colors: false,
      columns: 80,
    });
    return { exitCode, out, err };
  }

  it("exits 0 where there is nothing to look at, and 1 where there is", async () => {
    assert.equal((await run(preview(keyStep("same", key(), key())), "-")).exitCode, 0);
    const opened = key({ policy: policy(delegation, allow("*", "kms:Decrypt")) });
    const { exitCode, out } = await run(preview(keyStep("update", key(), opened)), "-", "--format", "json");
    assert.equal(exitCode, 1);
    assert.equal((JSON.parse(out) as { attention: boolean }).attention, true);
  });

  it("takes a trusted account's access for access all the same", async () => {
    const shared = key({ policy: policy(delegation, allow(reader, "kms:Decrypt")) });
    const { out } = await run(
      preview(keyStep("update", key(), shared)),
      "-",
      "--trusted-account",
      "222222222222",
    );
    assert.match(out, /role Reader of account 222222222222/);
    assert.doesNotMatch(out, /kms-external-access/);
  });

  const refused: readonly (readonly [string, string])[] = [
    ["text", "not JSON"],
    ["other JSON", "[]"],
    ["a report of another kind", '{"steps": 3}'],
  ];
  for (const [name, input] of refused)
    it(`refuses ${name} and says what to write`, async () => {
      const { exitCode, err } = await run(input, "-");
      assert.equal(exitCode, 2);
      assert.match(err, /pulumi preview --json/);
    });
});
