// A program that has a provider for each Region and lets `aws.iam.getPolicyDocument` write its key policies: sound keys, and six faults
// among them. A fault's resource is named after the rule that it breaks.
const aws = require("@pulumi/aws");

const account = "111111111111";
const defaultTags = { tags: { Owner: "platform" } };
const [east, west, ireland] = ["us-east-1", "us-west-2", "eu-west-1"].map((region) => ({
  provider: new aws.Provider(region, { region, defaultTags }),
}));
const allow = (type, identifier, actions, conditions) => ({
  principals: [{ type, identifiers: [identifier] }],
  actions,
  resources: ["*"],
  ...(conditions && { conditions }),
});
const root = allow("AWS", `arn:aws:iam::${account}:root`, ["kms:*"]);
const policyOf = (...statements) =>
  aws.iam.getPolicyDocumentOutput({ statements: [root, ...statements] }).json;
const reader = allow("AWS", `arn:aws:iam::${account}:role/Reader`, ["kms:Decrypt"]);
const description = "Payments of the billing service at rest";

// Sound: a key with replicas by two providers, the same of imported material, aliases, a grant to a role of the program.
const payments = new aws.kms.Key(
  "sound",
  { description, enableKeyRotation: true, multiRegion: true, policy: policyOf(reader) },
  east,
);
const replica = (name, primary, statements, { provider }, args = {}) =>
  new aws.kms.ReplicaKey(
    name,
    { description, primaryKeyArn: primary.arn, policy: policyOf(...statements), ...args },
    { provider },
  );
const west2 = replica("sound-west", payments, [reader], west);
for (const [name, key, place] of [
  ["sound-alias", payments, east],
  ["sound-alias-west", west2, west],
])
  new aws.kms.Alias(name, { name: "alias/payments", targetKeyId: key.keyId }, place);
const imported = new aws.kms.ExternalKey(
  "sound-imported",
  { description, multiRegion: true, policy: policyOf() },
  east,
);
new aws.kms.ReplicaExternalKey(
  "sound-imported-ireland",
  { description, primaryKeyArn: imported.arn, policy: policyOf() },
  ireland,
);
const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const worker = new aws.iam.Role(
  "worker",
  { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) },
  east,
);
const key = (name, args, place = east) =>
  new aws.kms.Key(name, { description, enableKeyRotation: true, ...args }, place);
const orders = key("sound-orders", { policy: policyOf(reader) });
const terms = { keyId: orders.keyId, operations: ["Decrypt"], retiringPrincipal: worker.arn };
new aws.kms.Grant("sound-grant", { ...terms, granteePrincipal: worker.arn }, east);
new aws.kms.Grant(
  "sound-grant-by-name",
  { ...terms, granteePrincipal: `arn:aws:iam::${account}:role/Reader` },
  east,
);

// Faults.
key("kms-public-access", { policy: policyOf(allow("AWS", "*", ["kms:Decrypt"])) }, west);
key("kms-rotation-enabled", { enableKeyRotation: false }, ireland);
const conditions = [
  { test: "StringEquals", variable: "kms:ViaService", values: [`s3.eu-west-1.amazonaws.com`] },
];
key("kms-region-mismatch", {
  policy: policyOf(allow("AWS", `arn:aws:iam::${account}:role/Reader`, ["kms:Decrypt"], conditions)),
});
key("kms-policy-unknown", { policy: policyOf(allow("AWS", worker.arn, ["kms:Decrypt"])) });
new aws.kms.Grant(
  "kms-grant-external",
  { ...terms, granteePrincipal: "arn:aws:iam::222222222222:role/Partner" },
  east,
);
const stranger = allow("AWS", `arn:aws:iam::${account}:role/Stranger`, ["kms:Decrypt"]);
const ireland2 = replica("kms-replica-policy-drift", payments, [reader, stranger], ireland);
new aws.kms.Alias("sound-alias-ireland", { name: "alias/payments", targetKeyId: ireland2.keyId }, ireland);
