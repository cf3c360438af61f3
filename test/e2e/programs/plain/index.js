// A program as people write it without this project's components: sound keys, and twelve faults among them.
// A fault's resource is named after the rule that it breaks.
const aws = require("@pulumi/aws");

const account = "111111111111";
const policyOf = (...statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (principal, action, condition) => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "*",
  ...(condition && { Condition: condition }),
});
const root = allow({ AWS: `arn:aws:iam::${account}:root` }, "kms:*");
const role = (name) => ({ AWS: `arn:aws:iam::${account}:role/${name}` });
const through = (host) => ({ StringEquals: { "kms:ViaService": host } });
const sound = { region: "us-east-1", description: "Orders of the web shop at rest", enableKeyRotation: true };
const key = (name, args) => new aws.kms.Key(name, { ...sound, ...args });

// Sound: a plain key, a signing key, an HMAC key, a key for logs, a shared key with a replica, a policy apart from its key.
key("sound", {});
new aws.kms.Key("sound-hmac", {
  region: "us-east-1",
  description: "Signs session cookies",
  customerMasterKeySpec: "HMAC_256",
  keyUsage: "GENERATE_VERIFY_MAC",
});
key("sound-signing", {
  enableKeyRotation: false,
  customerMasterKeySpec: "ECC_NIST_P256",
  keyUsage: "SIGN_VERIFY",
});
new aws.kms.ExternalKey("sound-imported", { region: "us-east-1", description: sound.description });
key("sound-logs", {
  policy: policyOf(
    root,
    allow(
      { Service: "logs.us-east-1.amazonaws.com" },
      ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${account}:log-group:*` },
      },
    ),
  ),
});
key("sound-denied", {
  policy: policyOf(root, {
    ...allow("*", "kms:*"),
    Effect: "Deny",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }),
});
const inRegion = (region) =>
  policyOf(
    root,
    allow(role("App"), ["kms:Decrypt", "kms:DescribeKey"], through(`s3.${region}.amazonaws.com`)),
  );
const shared = key("sound-shared", { multiRegion: true, policy: inRegion("us-east-1") });
const replicaOf = (name, region, policy) =>
  new aws.kms.ReplicaKey(name, { region, description: sound.description, primaryKeyArn: shared.arn, policy });
const replica = replicaOf("sound-shared-replica", "us-west-2", inRegion("us-west-2"));
const alias = (name, region, target) =>
  new aws.kms.Alias(name, { region, name: "alias/shared", targetKeyId: target.keyId });
alias("sound-alias", "us-east-1", shared);
alias("sound-alias-replica", "us-west-2", replica);
const apart = key("sound-apart", {});
new aws.kms.KeyPolicy("sound-policy", { region: "us-east-1", keyId: apart.id, policy: policyOf(root) });

// Faults.
key("kms-rotation-enabled", { enableKeyRotation: false });
key("kms-deletion-window", { deletionWindowInDays: 7 });
key("kms-description", { description: "todo" });
key("kms-wildcard-actions", { policy: policyOf(root, allow(role("Everything"), "kms:*")) });
key("kms-lockout", { policy: policyOf(allow(role("App"), "kms:Decrypt")) });
key("kms-lockout-bypass", { bypassPolicyLockoutSafetyCheck: true });
key("kms-service-confused-deputy", {
  policy: policyOf(root, allow({ Service: "sns.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey"])),
});
key("kms-region-mismatch", {
  policy: policyOf(root, allow(role("App"), "kms:Decrypt", through("s3.eu-central-1.amazonaws.com"))),
});
key("kms-policy-unknown", { policy: shared.arn.apply((arn) => policyOf({ ...root, Resource: arn })) });
const open = key("sound-open", {});
new aws.kms.KeyPolicy("kms-public-access", {
  region: "us-east-1",
  keyId: open.id,
  policy: policyOf(root, allow({ AWS: "*" }, "kms:Decrypt")),
});
const drifted = replicaOf(
  "kms-replica-policy-drift",
  "eu-west-1",
  policyOf(...JSON.parse(inRegion("eu-west-1")).Statement, allow(role("Stranger"), "kms:Decrypt")),
);
alias("sound-alias-drifted", "eu-west-1", drifted);
key("kms-rotation-period", { rotationPeriodInDays: 700 });
