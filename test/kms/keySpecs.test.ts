import assert from "node:assert/strict";
import {
  ALIAS_NAME_PATTERN,
  allowsOrigin,
  allowsUsage,
  canBeMultiRegion,
  canRotate,
  isKeySpec,
  keyOrigins,
  type KeySpec,
  keySpecs,
  keyUsages,
  type KeyUsage,
  originsOf,
  partitionsOf,
  usagesOf,
} from "../../kms/keySpecs";

const usages: Readonly<Record<string, readonly KeyUsage[]>> = {
  SYMMETRIC_DEFAULT: ["ENCRYPT_DECRYPT"],
  RSA_2048: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  ECC_NIST_P256: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_NIST_P521: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_NIST_EDWARDS25519: ["SIGN_VERIFY"],
  ECC_SECG_P256K1: ["SIGN_VERIFY"],
  SM2: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
  HMAC_224: ["GENERATE_VERIFY_MAC"],
  ML_DSA_65: ["SIGN_VERIFY"],
  ML_KEM_768: ["ENCAPSULATE_DECAPSULATE"],
};

describe("key specs", () => {
  for (const [spec, expected] of Object.entries(usages)) {
    it(`${spec} keys serve ${expected.join(", ")} and nothing else`, () => {
      assert.ok(isKeySpec(spec));
      assert.deepEqual(usagesOf(spec), expected);
      assert.deepEqual(
        keyUsages.filter((usage) => allowsUsage(spec, usage)),
        keyUsages.filter((usage) => expected.includes(usage)),
      );
    });
  }

  it("knows no spec that AWS does not have", () => {
    assert.equal(isKeySpec("RSA_1024"), false);
    assert.equal(isKeySpec("toString"), false);
  });

  it("rotates symmetric encryption keys with material of AWS KMS, and no others", () => {
    const rotating = keySpecs.flatMap((spec) =>
      keyOrigins.filter((origin) => canRotate({ spec, origin })).map((origin) => `${spec} ${origin}`),
    );
    assert.deepEqual(rotating, ["SYMMETRIC_DEFAULT AWS_KMS"]);
  });

  it("keeps everything but symmetric encryption keys out of custom key stores", () => {
    const stored = keySpecs.filter(
      (spec) => allowsOrigin(spec, "AWS_CLOUDHSM") || allowsOrigin(spec, "EXTERNAL_KEY_STORE"),
    );
    assert.deepEqual(stored, ["SYMMETRIC_DEFAULT"]);
    assert.deepEqual(originsOf("HMAC_256"), ["AWS_KMS", "EXTERNAL"]);
  });

  it("makes multi-Region keys of every spec, outside custom key stores", () => {
    for (const spec of keySpecs) assert.equal(canBeMultiRegion({ spec, origin: "AWS_KMS" }), true, spec);
    for (const origin of ["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"] as const) {
      assert.equal(canBeMultiRegion({ spec: "SYMMETRIC_DEFAULT", origin }), false);
    }
  });

  it("has SM2 in China alone, and ML-KEM everywhere else", () => {
    assert.deepEqual(partitionsOf("SM2"), ["aws-cn"]);
    assert.equal(partitionsOf("ML_KEM_512").includes("aws-cn"), false);
    assert.ok(partitionsOf("ML_KEM_512").includes("aws"));
    const everywhere: KeySpec = "RSA_2048";
    assert.ok(partitionsOf(everywhere).includes("aws-cn") && partitionsOf(everywhere).includes("aws-us-gov"));
  });

  it("takes aliases of 256 characters at most", () => {
    for (const alias of ["alias/a", "alias/prod/application-data_1", `alias/${"a".repeat(250)}`]) {
      assert.match(alias, ALIAS_NAME_PATTERN);
    }
    for (const alias of ["prod", "alias/", "alias/a b", "alias/ä", `alias/${"a".repeat(251)}`, "alias/a\n"]) {
      assert.doesNotMatch(alias, ALIAS_NAME_PATTERN);
    }
  });
});
