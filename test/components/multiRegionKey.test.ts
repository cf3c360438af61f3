import assert from "node:assert/strict";
import type { MultiRegionKeyArgs } from "../../components/keyArgs";
import { MultiRegionKey } from "../../components/multiRegionKey";
import { register, type Registration, valueOf } from "./recorder";

const administrator = "arn:aws:iam::111111111111:role/KeyAdministrator";

const baseline: MultiRegionKeyArgs = {
  accountId: "111111111111",
  description: "Orders of the web shop at rest",
  alias: "alias/test/orders",
  primaryRegion: "us-east-1",
  replicaRegions: ["us-west-2", "eu-west-1"],
  policy: { administrators: [administrator] },
  tags: { Owner: "shop" },
};

async function made(change: Partial<MultiRegionKeyArgs> = {}): Promise<Registration[]> {
  const { registered } = await register(() => new MultiRegionKey("orders", { ...baseline, ...change }));
  return registered;
}

const identities = (registered: Registration[]) =>
  registered.map(({ type, name }) => `${type} ${name}`).sort();
const ofType = (registered: Registration[], type: string) => registered.filter((one) => one.type === type);
const inputsOf = (registered: Registration[], type: string) => ofType(registered, type)[0]!.inputs;

describe("MultiRegionKey", () => {
  it("registers a primary, a replica a further Region and an alias a Region, named by Region", async () => {
    assert.deepEqual(identities(await made()), [
      "aws:kms/alias:Alias orders-eu-west-1",
      "aws:kms/alias:Alias orders-us-east-1",
      "aws:kms/alias:Alias orders-us-west-2",
      "aws:kms/key:Key orders-us-east-1",
      "aws:kms/replicaKey:ReplicaKey orders-eu-west-1",
      "aws:kms/replicaKey:ReplicaKey orders-us-west-2",
      "kms-foundation:index:MultiRegionKey orders",
    ]);
  });

  it("gives the primary exactly what was asked for, with AWS's defaults written out", async () => {
    const { policy, ...inputs } = inputsOf(await made(), "aws:kms/key:Key");
    assert.equal(typeof policy, "string");
    assert.deepEqual(inputs, {
      region: "us-east-1",
      description: "Orders of the web shop at rest",
      tags: { Owner: "shop" },
      deletionWindowInDays: 30,
      multiRegion: true,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      isEnabled: true,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
    });
  });

  it("gives each replica the description, the tags, the window and the primary's ARN, and no rotation of its own", async () => {
    for (const { inputs } of ofType(await made(), "aws:kms/replicaKey:ReplicaKey")) {
      const { policy, region, primaryKeyArn, ...rest } = inputs;
      assert.equal(typeof policy, "string");
      assert.ok(["us-west-2", "eu-west-1"].includes(String(region)));
      assert.match(String(primaryKeyArn), /^arn:aws:kms:us-east-1:111111111111:key\/mrk-/);
      assert.deepEqual(rest, {
        description: "Orders of the web shop at rest",
        tags: { Owner: "shop" },
        deletionWindowInDays: 30,
        enabled: true,
      });
    }
  });

  it("puts the same alias in every Region", async () => {
    const aliases = ofType(await made(), "aws:kms/alias:Alias").map(({ inputs }) => [
      inputs.region,
      inputs.name,
    ]);
    assert.deepEqual(aliases.sort(), [
      ["eu-west-1", "alias/test/orders"],
      ["us-east-1", "alias/test/orders"],
      ["us-west-2", "alias/test/orders"],
    ]);
  });

  it("leaves the other Regions' registrations as they are when a Region goes", async () => {
    const before = await made();
    const after = await made({ replicaRegions: ["eu-west-1"] });
    const gone = ({ inputs }: Registration) => inputs.region === "us-west-2";
    assert.deepEqual(
      after,
      before.filter((one) => !gone(one)),
    );
  });

  it("writes no property that replaces a single-Region key of another kind", async () => {
    const hmac = inputsOf(
      await made({ spec: "HMAC_256", replicaRegions: [], multiRegion: false }),
      "aws:kms/key:Key",
    );
    assert.equal(hmac.customerMasterKeySpec, "HMAC_256");
    assert.equal(hmac.keyUsage, "GENERATE_VERIFY_MAC");
    assert.equal(hmac.multiRegion, false);
    assert.equal("enableKeyRotation" in hmac, false);
    assert.equal("rotationPeriodInDays" in hmac, false);
  });

  it("lets administrators replicate only where the environment allows Regions, and only there", async () => {
    const policyFor = async (change: Partial<MultiRegionKeyArgs>) =>
      String(inputsOf(await made(change), "aws:kms/key:Key").policy);
    assert.doesNotMatch(await policyFor({}), /kms:ReplicateKey/);
    const allowed = await policyFor({
      allowedRegions: ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"],
    });
    assert.match(allowed, /kms:ReplicateKey/);
    assert.match(allowed, /"kms:ReplicaRegion":\[[^\]]*"eu-central-1"/);
  });

  it("makes a grant for each grantee in each Region of a share by grant, beside an unchanged policy", async () => {
    const principals = ["Analytics", "Reports"].map((name) => `arn:aws:iam::222222222222:role/${name}`);
    const share = { as: "grant", name: "Etl", principals, capabilities: ["decrypt", "describe"] } as const;
    const encryptionContext = { Environment: "staging" };
    const registered = await made({
      replicaRegions: ["eu-west-1"],
      policy: { administrators: [administrator], shares: [{ ...share, encryptionContext }] },
    });
    const grants = ofType(registered, "aws:kms/grant:Grant");
    assert.deepEqual(grants.map(({ name }) => name).sort(), [
      "orders-eu-west-1-Etl-222222222222-role/Analytics",
      "orders-eu-west-1-Etl-222222222222-role/Reports",
      "orders-us-east-1-Etl-222222222222-role/Analytics",
      "orders-us-east-1-Etl-222222222222-role/Reports",
    ]);
    assert.deepEqual(
      grants.find(({ name }) => name.endsWith("us-east-1-Etl-222222222222-role/Reports"))?.inputs,
      {
        region: "us-east-1",
        name: "Etl",
        keyId: "arn:aws:kms:us-east-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab",
        granteePrincipal: principals[1],
        retiringPrincipal: principals[1],
        operations: ["Decrypt", "DescribeKey", "ReEncryptFrom"],
        constraints: [{ encryptionContextSubset: encryptionContext }],
      },
    );
    const without = await made({ replicaRegions: ["eu-west-1"] });
    assert.deepEqual(
      registered.filter((one) => !grants.includes(one)),
      without,
    );
  });

  it("publishes each share's other half, Region by Region", async () => {
    const share = {
      name: "Etl",
      principals: ["222222222222"],
      capabilities: ["decrypt"],
      viaServices: ["s3"],
    } as const;
    const { result: key } = await register(
      () => new MultiRegionKey("orders", { ...baseline, policy: { shares: [share] } }),
    );
    const { Etl } = await valueOf(key.shares!);
    assert.deepEqual(Etl?.principals, ["222222222222"]);
    assert.match(
      Etl.identityPolicies["us-west-2"]!,
      /key\/mrk-.*"kms:ViaService":"s3\.us-west-2\.amazonaws\.com"/,
    );
    assert.equal((await register(() => new MultiRegionKey("orders", baseline))).result.shares, undefined);
  });

  it("turns rotation off only when told to", async () => {
    const inputs = inputsOf(await made({ rotation: false }), "aws:kms/key:Key");
    assert.equal(inputs.enableKeyRotation, false);
    assert.equal("rotationPeriodInDays" in inputs, false);
  });

  it("imports material as a secret, into the primary and each replica", async () => {
    const registered = await made({
      material: {
        from: "import",
        base64: "c2VjcmV0LWtleS1tYXRlcmlhbC0zMi1ieXRlcy0hISE=",
        validTo: "2030-01-01T00:00:00Z",
      },
      replicaRegions: ["us-west-2"],
    });
    assert.equal(ofType(registered, "aws:kms/key:Key").length, 0);
    for (const type of ["aws:kms/externalKey:ExternalKey", "aws:kms/replicaExternalKey:ReplicaExternalKey"]) {
      const inputs = inputsOf(registered, type);
      assert.equal(inputs.validTo, "2030-01-01T00:00:00Z");
      assert.deepEqual(
        Object.values(inputs.keyMaterialBase64 as object).includes(
          "c2VjcmV0LWtleS1tYXRlcmlhbC0zMi1ieXRlcy0hISE=",
        ),
        true,
      );
    }
  });

  it("puts keys of custom key stores where they belong", async () => {
    const single = { replicaRegions: [] };
    const cloudHsm = inputsOf(
      await made({ ...single, material: { from: "cloudHsm", customKeyStoreId: "cks-1" } }),
      "aws:kms/key:Key",
    );
    assert.equal(cloudHsm.customKeyStoreId, "cks-1");
    assert.equal(cloudHsm.multiRegion, false);
    assert.equal("enableKeyRotation" in cloudHsm, false);
    const external = inputsOf(
      await made({
        ...single,
        material: { from: "externalKeyStore", customKeyStoreId: "cks-2", xksKeyId: "hsm-key-7" },
      }),
      "aws:kms/key:Key",
    );
    assert.deepEqual([external.customKeyStoreId, external.xksKeyId], ["cks-2", "hsm-key-7"]);
  });

  it("adopts an existing key and its alias, in the Regions where they exist", async () => {
    const keyId = "mrk-1234abcd12ab34cd56ef1234567890ab";
    const registered = await made({ adopt: { keyId, replicaRegions: ["us-west-2"] } });
    const imports = registered
      .filter(({ importId }) => importId !== undefined && importId !== "")
      .map((one) => one.importId);
    assert.deepEqual(imports.sort(), [
      "alias/test/orders@us-east-1",
      "alias/test/orders@us-west-2",
      `${keyId}@us-east-1`,
      `${keyId}@us-west-2`,
    ]);
  });

  it("publishes the alias, the key id and the ARNs by Region", async () => {
    const { result: key } = await register(() => new MultiRegionKey("orders", baseline));
    assert.equal(key.alias, "alias/test/orders");
    assert.match(await valueOf(key.keyId), /^mrk-/);
    assert.deepEqual(Object.keys(await valueOf(key.arns)), ["us-east-1", "us-west-2", "eu-west-1"]);
  });

  const refused: [string, Partial<MultiRegionKeyArgs>, RegExp][] = [
    [
      "a Region that does not exist",
      { replicaRegions: ["us-west-9"] },
      /replicaRegions\[0\].*us-west-9.*is not an AWS Region/s,
    ],
    [
      "the primary Region as a replica",
      { replicaRegions: ["us-east-1"] },
      /us-east-1 is the primary Region already/,
    ],
    [
      "a Region named twice",
      { replicaRegions: ["us-west-2", "us-west-2"] },
      /replicaRegions\[1\].*named twice/s,
    ],
    ["a Region of another partition", { replicaRegions: ["cn-north-1"] }, /another partition/],
    ["replicas of a single-Region key", { multiRegion: false }, /only a multi-Region key can have replicas/],
    ["rotation of an HMAC key", { spec: "HMAC_256", rotation: true }, /cannot rotate a HMAC_256 key/],
    [
      "a usage that the spec lacks",
      { spec: "RSA_2048", usage: "GENERATE_VERIFY_MAC" },
      /cannot be used for GENERATE_VERIFY_MAC/,
    ],
    ["a rotation period below 90 days", { rotationPeriodInDays: 89 }, /89 is out of range: 90 to 2560 days/],
    ["a rotation period above 2560 days", { rotationPeriodInDays: 2561 }, /2561 is out of range/],
    ["a deletion window below 7 days", { deletionWindowInDays: 6 }, /6 is out of range: 7 to 30 days/],
    ["a deletion window above 30 days", { deletionWindowInDays: 31 }, /31 is out of range/],
    ["an alias of AWS's", { alias: "alias/aws/orders" }, /belong to AWS/],
    ["an alias without its prefix", { alias: "orders" }, /is not an alias/],
    [
      "a multi-Region key in a custom key store",
      { multiRegion: true, replicaRegions: [], material: { from: "cloudHsm", customKeyStoreId: "cks-1" } },
      /cannot be a multi-Region key/,
    ],
    ["a tag of AWS's", { tags: { "aws:owner": "shop" } }, /belong to AWS/],
    [
      "replicas that nobody may make",
      { policy: { rootAccess: "none", administrators: [administrator] } },
      /nobody may replicate the key/,
    ],
    [
      "adoption of a replica that is not asked for",
      { adopt: { keyId: "mrk-1234abcd12ab34cd56ef1234567890ab", replicaRegions: ["ap-south-1"] } },
      /adopt\.replicaRegions\[0\]/,
    ],
  ];
  for (const [what, change, message] of refused) {
    it(`refuses ${what}, and registers nothing`, async () => {
      const { registered, result } = await register(() => {
        try {
          new MultiRegionKey("orders", { ...baseline, ...change });
          return "made";
        } catch (error) {
          return JSON.stringify(error) + String(error);
        }
      });
      assert.match(result, message);
      assert.deepEqual(registered, []);
    });
  }
});
