/** A stack that `kms-audit verify` is run on, with a consumer's roles beside it, and ways to change what is there. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { main } from "../../audit/cli";
import type { FoundationOutputs } from "../../stackOutputs";
import { setEnvironment } from "../environment";
import { localInstance } from "./localInstance";
import { projectSettings } from "./projectSettings";
import { Stack } from "./stack";

export const [owner, consumer, stranger] = ["111111111111", "222222222222", "333333333333"] as const;
export const region = "us-east-1";
/** As whom verify tries: everybody that the stack's outputs expect something of. */
export const everybody = [
  ...["--profile", "owner", "--as", "app", "--outsider", "other", "--outsider", "stranger"],
];

/** What verify reports in JSON. */
export interface Report {
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

/** The stack, up. */
export class VerifiedStack {
  private constructor(
    private readonly endpoint: string,
    private readonly stack: Stack,
    /** What the stack promises; its JSON is in the file `outputs.json` of the folder. */
    readonly outputs: FoundationOutputs,
    readonly folder: string,
    private readonly restoreEnvironment: () => void,
  ) {}

  static async create(): Promise<VerifiedStack> {
    const { endpoint } = await localInstance();
    const stack = await Stack.create("verify", await projectSettings("local"));
    await stack.mustRun("up", "--yes", "--skip-preview");
    const outputs = await stack.outputs<FoundationOutputs>();
    const folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-verify-"));
    await writeFile(path.join(folder, "outputs.json"), JSON.stringify(outputs));
    await writeFile(path.join(folder, "config"), profiles());
    const restoreEnvironment = setEnvironment({
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_CONFIG_FILE: path.join(folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "none"),
    });
    const made = new VerifiedStack(endpoint, stack, outputs, folder, restoreEnvironment);
    await made.makeRoles();
    return made;
  }

  async remove(): Promise<void> {
    this.restoreEnvironment();
    await this.stack.run("destroy", "--yes", "--skip-preview");
    await this.stack.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  keys(inRegion = region): kms.KMSClient {
    return new kms.KMSClient(this.client(owner, inRegion));
  }
  people(): iam.IAMClient {
    return new iam.IAMClient(this.client(consumer));
  }
  buckets(): s3.S3Client {
    return new s3.S3Client(this.client(owner));
  }
  private client(account: string, inRegion = region) {
    return {
      ...{ endpoint: this.endpoint, region: inRegion, forcePathStyle: true },
      credentials: { accessKeyId: account, secretAccessKey: "local" },
    };
  }

  idOf(name: string): string {
    return this.outputs.keys[name]!.keyId;
  }

  /** Changes a key's policy in one Region, and gives back what undoes that. */
  async withPolicy(name: string, change: (policy: string) => string, inRegion = region) {
    const KeyId = this.idOf(name);
    const put = (Policy: string) => this.keys(inRegion).send(new kms.PutKeyPolicyCommand({ KeyId, Policy }));
    const { Policy: before = "" } = await this.keys(inRegion).send(new kms.GetKeyPolicyCommand({ KeyId }));
    const after = change(before);
    assert.notEqual(after, before, "the change changes nothing");
    await put(after);
    return () => put(before);
  }

  async giveRole(RoleName: string, policies: Readonly<Record<string, string>>): Promise<void> {
    for (const [PolicyName, PolicyDocument] of Object.entries(policies))
      await this.people().send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }

  /** The consumer's halves, as the application's stack attaches them. */
  identityPolicies(): Record<string, string> {
    const { identityPolicies: share } = this.outputs.shares["shared-data"]!.Applications!;
    const readers = this.outputs.sharedBuckets.reports!.readers!;
    return {
      ...Object.fromEntries(Object.entries(share).map(([where, policy]) => [`share-${where}`, policy])),
      ...Object.fromEntries(Object.entries(readers).map(([where, policy]) => [`reports-${where}`, policy])),
    };
  }

  /** All that lies in the shared buckets. */
  async objects(): Promise<readonly unknown[]> {
    const found = await Promise.all(
      Object.values(this.outputs.sharedBuckets.reports!.buckets).map((Bucket) =>
        this.buckets().send(new s3.ListObjectVersionsCommand({ Bucket })),
      ),
    );
    return found.flatMap(({ Versions = [], DeleteMarkers = [] }) => [...Versions, ...DeleteMarkers]);
  }

  /** Runs the command in the folder. */
  async run(...args: string[]) {
    let [text, errors] = ["", ""];
    const exitCode = await main(["verify", ...args], {
      out: (piece) => (text += piece),
      err: (piece) => (errors += piece),
      readStdin: () => Promise.resolve(new Uint8Array()),
      cwd: this.folder,
      colors: false,
      columns: 80,
    });
    return { exitCode, text, errors };
  }

  /** What verify says of the promises in a file of the folder. */
  async verified(file = "outputs.json"): Promise<Report & { readonly exitCode: number }> {
    const { exitCode, text, errors } = await this.run(file, ...everybody, "--format", "json");
    assert.equal(errors, "");
    return { ...(JSON.parse(text) as Report), exitCode };
  }

  private async makeRoles(): Promise<void> {
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${consumer}:root` }, Action: "sts:AssumeRole" },
      ],
    });
    for (const RoleName of ["Application", "Other"])
      await this.people().send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await this.giveRole("Application", this.identityPolicies());
    const everything = { Effect: "Allow", Action: ["s3:*", "kms:*"], Resource: "*" };
    await this.giveRole("Other", {
      all: JSON.stringify({ Version: "2012-10-17", Statement: [everything] }),
    });
  }
}

/** A change of a policy's text that takes statements away. */
export const withoutStatements = (matching: RegExp) => (text: string) => {
  const policy = JSON.parse(text) as { Statement: { Sid?: string }[] };
  const Statement = policy.Statement.filter(({ Sid = "" }) => !matching.test(Sid));
  return JSON.stringify({ ...policy, Statement });
};

/** A change of a policy's text that adds a statement. */
export const withStatement = (statement: object) => (text: string) => {
  const policy = JSON.parse(text) as { Statement: object[] };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
};

function profiles(): string {
  const profile = (name: string, ...lines: string[]) => [`[profile ${name}]`, ...lines].join("\n");
  const account = (id: string) => [`aws_access_key_id = ${id}`, "aws_secret_access_key = local"];
  const roleOf = (name: string) => [
    `role_arn = arn:aws:iam::${consumer}:role/${name}`,
    "source_profile = consumer",
  ];
  return [
    profile("owner", ...account(owner)),
    profile("consumer", ...account(consumer)),
    profile("stranger", ...account(stranger)),
    profile("app", `region = ${region}`, ...roleOf("Application")),
    profile("other", `region = ${region}`, ...roleOf("Other")),
  ].join("\n");
}
