import assert from "node:assert/strict";
import { expandAction, findAction, fitsUsage, kmsActions, worksAcrossAccounts } from "../../kms/actions";
import { canCarry, findConditionKey, isFederationKey } from "../../kms/conditionKeys";

// From the API model: the operations whose documentation says "Cross-account use: Yes". ReEncrypt takes two actions.
const acrossAccounts = [
  ...[
    "CreateGrant",
    "Decrypt",
    "DeriveSharedSecret",
    "DescribeKey",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
  ],
  ...[
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "GetKeyRotationStatus",
  ],
  ...[
    "GetPublicKey",
    "ListGrants",
    "ReEncryptFrom",
    "ReEncryptTo",
    "RetireGrant",
    "RevokeGrant",
    "Sign",
    "Verify",
    "VerifyMac",
  ],
].map((name) => `kms:${name}`);

describe("KMS actions", () => {
  it("expand from wildcards in any case", () => {
    assert.deepEqual(expandAction("KMS:generatedatakey*"), [
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyPair",
      "kms:GenerateDataKeyPairWithoutPlaintext",
      "kms:GenerateDataKeyWithoutPlaintext",
    ]);
    assert.deepEqual(expandAction("kms:?ecrypt"), ["kms:Decrypt"]);
    assert.deepEqual(expandAction("kms:Encript"), []);
    assert.deepEqual(expandAction("s3:*"), []);
  });

  it("work from another account where the API says so", () => {
    assert.deepEqual(expandAction("kms:*").filter(worksAcrossAccounts), acrossAccounts);
    assert.deepEqual(expandAction("*"), expandAction("kms:*"));
    assert.equal(worksAcrossAccounts("KMS:DECRYPT"), true);
    assert.equal(worksAcrossAccounts("kms:Unheard"), false);
  });

  it("include those of ML-KEM keys where a policy singles them out", () => {
    assert.deepEqual(expandAction("kms:*capsulate"), ["kms:Decapsulate", "kms:Encapsulate"]);
    assert.equal(expandAction("kms:*").includes("kms:Decapsulate"), false);
  });

  it("stand for the same again when many others came in between", () => {
    const patterns = ["*", "kms:*", "KMS:*", "kms:Encrypt", "kms:*capsulate", "kms:GENERATEmac", "s3:*"];
    const before = patterns.map(expandAction);
    for (let count = 0; count < 1100; count += 1) expandAction(`kms:${Math.random()}`);
    assert.deepEqual(patterns.map(expandAction), before);
    const [all, allOfKms, , encrypt, mlKem, mac, bucket] = before;
    assert.deepEqual([encrypt, mac, bucket], [["kms:Encrypt"], ["kms:GenerateMac"], []]);
    assert.deepEqual(all, allOfKms);
    assert.deepEqual([...(all ?? []), ...(mlKem ?? [])].sort(), kmsActions.map(({ name }) => name).sort());
  });

  it("stay fast with many stars", () => {
    const start = performance.now();
    expandAction(`kms:${"*a".repeat(2000)}`);
    assert.ok(performance.now() - start < 200);
  });

  it("need keys of a usage", () => {
    assert.equal(fitsUsage("kms:Sign", "ENCRYPT_DECRYPT"), false);
    assert.equal(fitsUsage("kms:Sign", "SIGN_VERIFY"), true);
    assert.equal(fitsUsage("kms:GetPublicKey", "GENERATE_VERIFY_MAC"), false);
    assert.equal(fitsUsage("kms:DescribeKey", "KEY_AGREEMENT"), true);
    assert.equal(fitsUsage("kms:Unheard", "KEY_AGREEMENT"), true);
  });

  it("concern a key, or none", () => {
    const keyless = kmsActions.filter(({ usesKey }) => !usesKey).map(({ name }) => name);
    assert.ok(keyless.includes("kms:CreateKey") && keyless.includes("kms:ListAliases"));
    assert.equal(findAction("kms:decrypt")?.usesKey, true);
  });
});

describe("condition keys", () => {
  it("are found in any case, and with their variable part", () => {
    assert.equal(findConditionKey("kms:callerAccount")?.name, "kms:CallerAccount");
    assert.equal(findConditionKey("kms:EncryptionContext:aws:logs:arn")?.name, "kms:EncryptionContext:*");
    assert.equal(findConditionKey("aws:PrincipalTag/team")?.name, "aws:PrincipalTag/*");
    assert.equal(findConditionKey("kms:RecipientAttestation:PCR8")?.name, "kms:RecipientAttestation:PCR*");
    assert.equal(findConditionKey("aws:PrincipalTag/"), undefined);
    assert.equal(findConditionKey("kms:CalerAccount"), undefined);
  });

  it("are carried by the requests of some actions only", () => {
    const context = findConditionKey("kms:EncryptionContext:app");
    const account = findConditionKey("aws:PrincipalAccount");
    assert.ok(context !== undefined && account !== undefined);
    assert.equal(canCarry("kms:Decrypt", context), true);
    assert.equal(canCarry("kms:Sign", context), false);
    assert.equal(canCarry("kms:Sign", account), true);
    assert.equal(canCarry("kms:Unheard", account), true);
    assert.equal(canCarry("kms:Unheard", context), false);
  });

  it("on a key's aliases are carried wherever there is a key", () => {
    const aliases = findConditionKey("kms:ResourceAliases");
    assert.ok(aliases !== undefined);
    assert.equal(canCarry("kms:Decrypt", aliases), true);
    assert.equal(canCarry("kms:UpdatePrimaryRegion", aliases), true);
    assert.equal(canCarry("kms:ListKeys", aliases), false);
    assert.equal(canCarry("kms:Unheard", aliases), false);
  });

  it("of identity providers are told by their domain", () => {
    assert.equal(isFederationKey("token.actions.githubusercontent.com:sub"), true);
    assert.equal(isFederationKey("saml:aud"), true);
    assert.equal(isFederationKey("SAML:aud"), true);
    assert.equal(isFederationKey("oidc.eks.us-east-1.amazonaws.com/id/ABC:sub"), true);
    assert.equal(isFederationKey("oidc.example.com/:sub"), true);
    for (const name of [
      "s3:prefix",
      "saml",
      "a b.com:sub",
      "b.com_x:sub",
      "b.com:443:sub",
      ".com:sub",
      "b.com",
    ])
      assert.equal(isFederationKey(name), false, name);
  });
});
