/** `kms-audit verify` on a stack that works, and on one that was broken in a way a person might. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import {
  consumer,
  everybody,
  owner,
  region,
  type Report,
  VerifiedStack,
  withStatement,
} from "./verifiedStack";
import { breaks } from "./verifyBreaks";

describe("kms-audit verify", () => {
  let stack: VerifiedStack;
  before(async () => {
    stack = await VerifiedStack.create();
  });
  after(() => stack.remove());

  it("passes on the stack as it is, in lines of 80 columns, and leaves nothing behind", async () => {
    const { exitCode, text, errors } = await stack.run("outputs.json", ...everybody);
    assert.deepEqual([errors, exitCode], ["", 0], text);
    assert.match(text, /us-west-2 +decrypt what us-east-1 encrypted: works/);
    assert.match(text, /download and decrypt what the owner uploaded: works/);
    assert.match(text, /decrypt directly, around the service: refused/);
    assert.match(text, /^(\d+) of \1 steps went as expected\.$/m);
    assert.deepEqual(
      text.split("\n").filter((line) => line.length > 80 && !line.startsWith("as ")),
      [],
    );
    assert.deepEqual(await stack.objects(), []);
  });

  it("needs credentials of the keys' account", async () => {
    const { exitCode, errors } = await stack.run("outputs.json", "--profile", "stranger");
    assert.equal(exitCode, 2);
    assert.match(errors, /the keys are of account 111111111111/);
  });

  for (const { name, how, broken, meaning } of breaks) {
    it(`fails and names the link where ${name}`, async () => {
      const mend = await how(stack);
      try {
        const { exitCode, verified: isVerified, steps } = await stack.verified();
        assert.deepEqual([exitCode, isVerified], [1, false]);
        const failing = steps.filter(({ ok }) => !ok);
        assert.deepEqual(
          [...new Set(failing.map((step) => `${step.link} ${step.region}`))].sort(),
          [...broken].sort(),
          JSON.stringify(failing, null, 1),
        );
        assert.ok(
          failing.some((step) => meaning.test(step.meaning)),
          failing.map((step) => `${step.answer} => ${step.meaning}`).join("\n"),
        );
        assert.deepEqual(await stack.objects(), []);
      } finally {
        await mend();
      }
    });
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`removes its test objects where ${signal} interrupts it, and says so`, async () => {
      const args = ["-r", "ts-node/register/transpile-only", "audit/main.ts", "verify"];
      const child = spawn(
        process.execPath,
        [...args, path.join(stack.folder, "outputs.json"), ...everybody],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const ended = once(child, "close");
      const told = text(child.stdout);
      while ((await stack.objects()).length === 0)
        assert.equal(child.exitCode, null, "it ended without any object");
      child.kill(signal);
      assert.deepEqual(await ended, [1, null]);
      assert.match(await told, /^Interrupted: what was not tried is not proven\.$/m);
      assert.deepEqual(await stack.objects(), []);
    });
  }

  describe("with a share of one's own that works without a service", () => {
    const context = { StringEquals: { "kms:EncryptionContext:department": "finance" } };
    const decrypt = { Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"] };
    const statement = (Condition?: object) => ({
      ...{ ...decrypt, Sid: "Direct", Resource: "*", ...(Condition && { Condition }) },
      Principal: { AWS: `arn:aws:iam::${consumer}:role/Application` },
    });
    const identityPolicy = (Condition?: object) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ ...decrypt, Resource: arn(), ...(Condition && { Condition }) }],
      });
    const arn = () => stack.outputs.keys["application-data"]!.arns[region]!;
    const promised = (Condition?: object) => ({
      accountId: owner,
      keys: { data: { arns: { [region]: arn() } } },
      shares: {
        data: {
          Direct: { principals: [consumer], identityPolicies: { [region]: identityPolicy(Condition) } },
        },
      },
    });
    /** What verify says of the share where the key policy and the role have these statements. */
    const verifiedWith = async (
      Condition: object | undefined,
      keyPolicy: readonly object[],
      role?: string,
    ): Promise<Report & { readonly exitCode: number }> => {
      const file = "direct.json";
      await writeFile(path.join(stack.folder, file), JSON.stringify(promised(Condition)));
      const mend = await stack.withPolicy("application-data", (before) =>
        keyPolicy.reduce(
          (policy: string, one) => withStatement(one)(policy),
          withStatement({ ...statement(), Sid: "Harmless", Action: "kms:GetPublicKey" })(before),
        ),
      );
      if (role !== undefined) await stack.giveRole("Application", { direct: role });
      try {
        return await stack.verified(file);
      } finally {
        await mend();
        if (role !== undefined)
          await stack
            .people()
            .send(new iam.DeleteRolePolicyCommand({ RoleName: "Application", PolicyName: "direct" }));
      }
    };
    const failing = ({ steps }: Report) => steps.filter(({ ok }) => !ok).map(({ meaning }) => meaning);

    it("passes, with its encryption context and not without", async () => {
      const report = await verifiedWith(context, [statement(context)], identityPolicy(context));
      assert.deepEqual([failing(report), report.exitCode], [[], 0]);
      const tried = report.steps.map(({ what }) => what);
      assert.ok(tried.includes("decrypt by share Direct"), tried.join());
      assert.ok(tried.includes("decrypt without the context of share Direct"), tried.join());
    });

    it("fails and names the key where both policies forget the encryption context", async () => {
      const report = await verifiedWith(context, [statement()], identityPolicy());
      assert.equal(report.exitCode, 1);
      assert.match(
        failing(report).join("\n"),
        /Application.* can decrypt without the context of share Direct with key data in us-east-1, and must not/,
      );
    });

    it("fails and names the role where it has no identity policy", async () => {
      const report = await verifiedWith(context, [statement(context)]);
      assert.equal(report.exitCode, 1);
      assert.match(failing(report).join("\n"), /no identity policy of .*Application.* allows it/);
    });

    it("passes by a grant, and fails once that is revoked", async () => {
      const KeyId = arn();
      const GranteePrincipal = `arn:aws:iam::${consumer}:role/Application`;
      const { GrantId } = await stack
        .keys()
        .send(
          new kms.CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt", "DescribeKey"] }),
        );
      const granted = await verifiedWith(undefined, []);
      assert.deepEqual([failing(granted), granted.exitCode], [[], 0]);
      await stack.keys().send(new kms.RevokeGrantCommand({ KeyId, GrantId }));
      const revoked = await verifiedWith(undefined, []);
      assert.equal(revoked.exitCode, 1);
      assert.match(
        failing(revoked).join("\n"),
        /(the key policy or grants of key data in us-east-1 do not let|no identity policy of) .*Application/,
      );
    });
  });
});
