/** `kms-audit verify` on a stack that works, and on one that was broken in a way a person might. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { main } from "../../audit/cli";
import { localInstance } from "./localInstance";
import { projectSettings } from "./projectSettings";
import { Stack } from "./stack";
import type { FoundationOutputs } from "../../stackOutputs";

const [owner, consumer, stranger] = ["111111111111", "222222222222", "333333333333"];
const region = "us-east-1";

interface Report {
  readonly verified: boolean;
  readonly steps: readonly {
    readonly link: string;
    readonly region: string;
    readonly what: string;
    readonly answer: string;
    readonly meaning: string;
    readonly ok: boolean;
  }[];
}

/** One way of breaking the stack: what breaks it, what mends it, and the links that must be named. */
interface Break {
  readonly name: string;
  readonly how: () => Promise<() => Promise<unknown>>;
  readonly broken: readonly string[];
  readonly meaning: RegExp;
}

describe("kms-audit verify", () => {
  let endpoint: string;
  let folder: string;
  let stack: Stack;
  let outputs: FoundationOutputs;
  const environment = new Map<string, string | undefined>();

  const client = (account: string, inRegion = region) => ({
    ...{ endpoint, region: inRegion, forcePathStyle: true },
    credentials: { accessKeyId: account, secretAccessKey: "local" },
  });
  const keys = (inRegion = region) => new kms.KMSClient(client(owner, inRegion));
  const people = () => new iam.IAMClient(client(consumer));
  const buckets = () => new s3.S3Client(client(owner));
  const idOf = (name: string) => outputs.keys[name]!.keyId;
  const policyIn = async (name: string, inRegion = region) =>
    (await keys(inRegion).send(new kms.GetKeyPolicyCommand({ KeyId: idOf(name) }))).Policy!;
  const putPolicy = (name: string, Policy: string, inRegion = region) =>
    keys(inRegion).send(new kms.PutKeyPolicyCommand({ KeyId: idOf(name), Policy }));
  /** Changes a key's policy in one Region, and gives back what undoes that. */
  const withPolicy = async (name: string, change: (policy: string) => string, inRegion = region) => {
    const before = await policyIn(name, inRegion);
    const after = change(before);
    assert.notEqual(after, before, "the change changes nothing");
    await putPolicy(name, after, inRegion);
    return () => putPolicy(name, before, inRegion);
  };
  const withoutStatements = (matching: RegExp) => (text: string) => {
    const policy = JSON.parse(text) as { Statement: { Sid?: string }[] };
    const Statement = policy.Statement.filter(({ Sid = "" }) => !matching.test(Sid));
    return JSON.stringify({ ...policy, Statement });
  };
  const withStatement = (statement: object) => (text: string) => {
    const policy = JSON.parse(text) as { Statement: object[] };
    return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
  };
  const giveRole = async (RoleName: string, policies: Readonly<Record<string, string>>) => {
    for (const [PolicyName, PolicyDocument] of Object.entries(policies))
      await people().send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  };

  async function run(...args: string[]) {
    let [text, errors] = ["", ""];
    const exitCode = await main(["verify", ...args], {
      out: (piece) => (text += piece),
      err: (piece) => (errors += piece),
      readStdin: () => Promise.resolve(new Uint8Array()),
      cwd: folder,
      colors: false,
      columns: 80,
    });
    return { exitCode, text, errors };
  }
  const everybody = ["--profile", "owner", "--as", "app", "--outsider", "other", "--outsider", "stranger"];
  async function verified(): Promise<Report & { readonly exitCode: number }> {
    const { exitCode, text, errors } = await run("outputs.json", ...everybody, "--format", "json");
    assert.equal(errors, "");
    return { ...(JSON.parse(text) as Report), exitCode };
  }

  before(async () => {
    ({ endpoint } = await localInstance());
    stack = await Stack.create("verify", await projectSettings("local"));
    await stack.mustRun("up", "--yes", "--skip-preview");
    outputs = await stack.outputs();
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-verify-"));
    await writeFile(path.join(folder, "outputs.json"), JSON.stringify(outputs));
    const profile = (name: string, ...lines: string[]) => [`[profile ${name}]`, ...lines].join("\n");
    const account = (id: string) => [`aws_access_key_id = ${id}`, "aws_secret_access_key = local"];
    const roleOf = (name: string) => [
      `role_arn = arn:aws:iam::${consumer}:role/${name}`,
      "source_profile = consumer",
    ];
    const profiles = [
      profile("owner", ...account(owner)),
      profile("consumer", ...account(consumer)),
      profile("stranger", ...account(stranger)),
      profile("app", `region = ${region}`, ...roleOf("Application")),
      profile("other", `region = ${region}`, ...roleOf("Other")),
    ];
    await writeFile(path.join(folder, "config"), profiles.join("\n"));
    const variables = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_CONFIG_FILE: path.join(folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "none"),
    };
    for (const [name, value] of Object.entries(variables)) {
      environment.set(name, process.env[name]);
      process.env[name] = value;
    }
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${consumer}:root` }, Action: "sts:AssumeRole" },
      ],
    });
    for (const RoleName of ["Application", "Other"])
      await people().send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await giveRole("Application", identityPolicies());
    const everything = { Effect: "Allow", Action: ["s3:*", "kms:*"], Resource: "*" };
    await giveRole("Other", { all: JSON.stringify({ Version: "2012-10-17", Statement: [everything] }) });
  });
  after(async () => {
    for (const [name, value] of environment) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await stack.run("destroy", "--yes", "--skip-preview");
    await stack.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** The consumer's halves, as the application's stack attaches them. */
  function identityPolicies(): Record<string, string> {
    const { identityPolicies: share } = outputs.shares["shared-data"]!.Applications!;
    const readers = outputs.sharedBuckets.reports!.readers!;
    return {
      ...Object.fromEntries(Object.entries(share).map(([where, policy]) => [`share-${where}`, policy])),
      ...Object.fromEntries(Object.entries(readers).map(([where, policy]) => [`reports-${where}`, policy])),
    };
  }
  const objectsIn = async () => {
    const found = await Promise.all(
      Object.values(outputs.sharedBuckets.reports!.buckets).map((Bucket) =>
        buckets().send(new s3.ListObjectVersionsCommand({ Bucket })),
      ),
    );
    return found.flatMap(({ Versions = [], DeleteMarkers = [] }) => [...Versions, ...DeleteMarkers]);
  };

  it("passes on the stack as it is, in lines of 80 columns, and leaves nothing behind", async () => {
    const { exitCode, text, errors } = await run("outputs.json", ...everybody);
    assert.deepEqual([errors, exitCode], ["", 0], text);
    assert.match(text, /us-west-2 +decrypt what us-east-1 encrypted: works/);
    assert.match(text, /download and decrypt what the owner uploaded: works/);
    assert.match(text, /decrypt directly, around the service: refused/);
    assert.match(text, /^(\d+) of \1 steps went as expected\.$/m);
    assert.deepEqual(
      text.split("\n").filter((line) => line.length > 80 && !line.startsWith("as ")),
      [],
    );
    assert.deepEqual(await objectsIn(), []);
  });

  it("needs credentials of the keys' account", async () => {
    const { exitCode, errors } = await run("outputs.json", "--profile", "stranger");
    assert.equal(exitCode, 2);
    assert.match(errors, /the keys are of account 111111111111/);
  });

  const reports = () => outputs.sharedBuckets.reports!.buckets[region]!;
  const breaks: readonly Break[] = [
    {
      name: "a bucket's share is removed from the key policy",
      how: () => withPolicy("shared-data", withoutStatements(/^Share/)),
      broken: [`bucket reports ${region}`],
      meaning: /the key policy or grants of bucket reports in us-east-1 do not let .*Application/,
    },
    {
      name: "a replica's policy speaks of another Region's services",
      how: () =>
        withPolicy(
          "shared-data",
          (policy) => policy.replaceAll(".eu-west-1.amazonaws.com", ".us-east-1.amazonaws.com"),
          "eu-west-1",
        ),
      broken: ["bucket reports eu-west-1"],
      meaning: /the key policy or grants of bucket reports in eu-west-1/,
    },
    {
      name: "a key policy denies decryption",
      how: () =>
        withPolicy(
          "application-data",
          withStatement({ Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" }),
          "us-west-2",
        ),
      broken: ["key application-data us-west-2"],
      meaning: /the policy of key application-data in us-west-2 denies it/,
    },
    {
      name: "a replica is disabled",
      how: async () => {
        const KeyId = idOf("application-data");
        await keys("eu-west-1").send(new kms.DisableKeyCommand({ KeyId }));
        return () => keys("eu-west-1").send(new kms.EnableKeyCommand({ KeyId }));
      },
      broken: ["key application-data eu-west-1"],
      meaning: /the key of key application-data in eu-west-1 is disabled/,
    },
    {
      name: "a replica is scheduled for deletion",
      how: async () => {
        const KeyId = idOf("shared-data");
        const west = keys("us-west-2");
        await west.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
        return async () => {
          await west.send(new kms.CancelKeyDeletionCommand({ KeyId }));
          await west.send(new kms.EnableKeyCommand({ KeyId }));
        };
      },
      broken: ["key shared-data us-west-2"],
      meaning: /is scheduled for deletion/,
    },
    {
      name: "a replica that the outputs promise is not there",
      how: async () => {
        const file = path.join(folder, "outputs.json");
        const { keys: found, ...rest } = outputs;
        const signing = found["release-signing"]!;
        const arns = { ...signing.arns, "eu-west-1": signing.arns[region]!.replace(region, "eu-west-1") };
        const changed = { ...rest, keys: { ...found, "release-signing": { ...signing, arns } } };
        await writeFile(file, JSON.stringify(changed));
        return () => writeFile(file, JSON.stringify(outputs));
      },
      broken: ["key release-signing eu-west-1"],
      meaning: /has no key in eu-west-1: a replica is missing/,
    },
    {
      name: "an alias leads to another key",
      how: async () => {
        const AliasName = outputs.keys["audit-logs"]!.alias;
        const move = (name: string) =>
          keys().send(new kms.UpdateAliasCommand({ AliasName, TargetKeyId: idOf(name) }));
        await move("application-data");
        return () => move("audit-logs");
      },
      broken: [`key audit-logs ${region}`],
      meaning: /key audit-logs answers in us-east-1, but wrongly/,
    },
    {
      name: "the bucket policy lets nobody in",
      how: async () => {
        const Bucket = reports();
        const { Policy } = await buckets().send(new s3.GetBucketPolicyCommand({ Bucket }));
        const cut = withoutStatements(/^(Read|List)/)(Policy!);
        await buckets().send(new s3.PutBucketPolicyCommand({ Bucket, Policy: cut }));
        return () => buckets().send(new s3.PutBucketPolicyCommand({ Bucket, Policy: Policy! }));
      },
      broken: [`bucket reports ${region}`],
      meaning: /the bucket policy of bucket reports in us-east-1 does not let .*Application/,
    },
    {
      name: "the consumer's role loses its identity policy",
      how: async () => {
        const PolicyName = `reports-${region}`;
        await people().send(new iam.DeleteRolePolicyCommand({ RoleName: "Application", PolicyName }));
        return () => giveRole("Application", identityPolicies());
      },
      broken: [`bucket reports ${region}`],
      meaning: /no identity policy of .*Application.* allows it/,
    },
    {
      name: "an outsider is let in to a key",
      how: () =>
        withPolicy(
          "application-data",
          withStatement({
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${stranger}:root` },
            Action: "kms:Decrypt",
            Resource: "*",
          }),
        ),
      broken: [`key application-data ${region}`],
      meaning:
        /arn:aws:iam::333333333333:root can decrypt without a share with key application-data in us-east-1, and must not/,
    },
    {
      name: "the share forgets through which services the key may be used",
      how: () =>
        withPolicy("shared-data", (text) => {
          const policy = JSON.parse(text) as { Statement: { Condition?: object; Principal?: unknown }[] };
          const isForConsumers = (statement: object) => JSON.stringify(statement).includes(consumer);
          const Statement = policy.Statement.map((statement) =>
            isForConsumers(statement) ? { ...statement, Condition: undefined } : statement,
          );
          return JSON.stringify({ ...policy, Statement });
        }),
      broken: [`key shared-data ${region}`],
      meaning: /can decrypt (directly, around the service|without a share) with key shared-data/,
    },
    {
      name: "the bucket encrypts with another key than the shared one",
      how: async () => {
        const Bucket = reports();
        const { ServerSideEncryptionConfiguration } = await buckets().send(
          new s3.GetBucketEncryptionCommand({ Bucket }),
        );
        const put = (configuration: typeof ServerSideEncryptionConfiguration) =>
          buckets().send(
            new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: configuration }),
          );
        const KMSMasterKeyID = outputs.keys["application-data"]!.arns[region]!;
        const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID };
        await put({ Rules: [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }] });
        return () => put(ServerSideEncryptionConfiguration);
      },
      broken: [`bucket reports ${region}`],
      meaning:
        /(the key policy or grants of bucket reports in us-east-1|no identity policy of .*Application)/,
    },
    {
      name: "the share wants an encryption context that S3 does not send",
      how: () =>
        withPolicy("shared-data", (text) =>
          withoutStatements(/^ShareApplications/)(text).replaceAll(
            "kms:EncryptionContext:aws:s3:arn",
            "kms:EncryptionContext:department",
          ),
        ),
      broken: [`bucket reports ${region}`],
      meaning: /the key policy or grants of bucket reports in us-east-1/,
    },
  ];
  for (const { name, how, broken, meaning } of breaks) {
    it(`fails and names the link where ${name}`, async () => {
      const mend = await how();
      try {
        const { exitCode, verified: isVerified, steps } = await verified();
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
        assert.deepEqual(await objectsIn(), []);
      } finally {
        await mend();
      }
    });
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`removes its test objects where ${signal} interrupts it, and says so`, async () => {
      const args = ["-r", "ts-node/register/transpile-only", "audit/main.ts", "verify"];
      const child = spawn(process.execPath, [...args, path.join(folder, "outputs.json"), ...everybody], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = once(child, "close");
      const told = text(child.stdout);
      while ((await objectsIn()).length === 0)
        assert.equal(child.exitCode, null, "it ended without any object");
      child.kill(signal);
      assert.deepEqual(await ended, [1, null]);
      assert.match(await told, /^Interrupted: what was not tried is not proven\.$/m);
      assert.deepEqual(await objectsIn(), []);
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
    const arn = () => outputs.keys["application-data"]!.arns[region]!;
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
      await writeFile(path.join(folder, file), JSON.stringify(promised(Condition)));
      const mend = await withPolicy("application-data", (before) =>
        keyPolicy.reduce(
          (policy: string, one) => withStatement(one)(policy),
          withStatement({ ...statement(), Sid: "Harmless", Action: "kms:GetPublicKey" })(before),
        ),
      );
      if (role !== undefined) await giveRole("Application", { direct: role });
      try {
        const { exitCode, text: out } = await run(file, ...everybody, "--format", "json");
        return { ...(JSON.parse(out) as Report), exitCode };
      } finally {
        await mend();
        if (role !== undefined)
          await people().send(
            new iam.DeleteRolePolicyCommand({ RoleName: "Application", PolicyName: "direct" }),
          );
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
      const { GrantId } = await keys().send(
        new kms.CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt", "DescribeKey"] }),
      );
      const granted = await verifiedWith(undefined, []);
      assert.deepEqual([failing(granted), granted.exitCode], [[], 0]);
      await keys().send(new kms.RevokeGrantCommand({ KeyId, GrantId }));
      const revoked = await verifiedWith(undefined, []);
      assert.equal(revoked.exitCode, 1);
      assert.match(
        failing(revoked).join("\n"),
        /(the key policy or grants of key data in us-east-1 do not let|no identity policy of) .*Application/,
      );
    });
  });
});
