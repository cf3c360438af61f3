import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { policyPack, Stack } from "./stack";

const program = `
const aws = require("@pulumi/aws");
const sound = { description: "Orders of the web shop at rest", enableKeyRotation: true };
const role = new aws.kms.Key("source", sound);
new aws.kms.Key("from-an-output", {
  ...sound,
  policy: role.arn.apply((arn) => JSON.stringify({ Version: "2012-10-17", Statement: [{
    Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*", Resource: arn }] })),
});
new aws.kms.Key("hmac", { description: "Signs session cookies", customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" });
const open = new aws.kms.Key("open", sound);
new aws.kms.KeyPolicy("open", {
  keyId: open.id,
  policy: JSON.stringify({ Version: "2012-10-17", Statement: [
    { Sid: "Root", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*", Resource: "*" },
    { Sid: "Everyone", Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" } ] }),
});
`;

describe("the policy pack on a program that uses none of our components", () => {
  let folder: string;
  let stack: Stack;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-plain-"));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: plain\nruntime: nodejs\n");
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "plain", main: "index.js" }));
    await writeFile(path.join(folder, "index.js"), program);
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    stack = await Stack.create("plain", {}, folder);
  });
  after(async () => {
    await stack.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it("stops a key policy that preview does not know, and an open KeyPolicy; nothing else", async () => {
    const { status, text } = await stack.run("preview", "--policy-pack", policyPack);
    assert.notEqual(status, 0, text);
    const violations = [...text.matchAll(/\[mandatory\] +(\S+) +\(\S+: (\S+)\)/g)].map(
      ([, rule, name]) => `${rule} ${name}`,
    );
    assert.deepEqual(violations.sort(), ["kms-policy-unknown from-an-output", "kms-public-access open"]);
    assert.match(text, /key policy is not known at preview/);
  });
});
