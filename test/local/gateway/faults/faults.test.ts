import assert from "node:assert/strict";
import { Faults, type Fault } from "../../../../local/gateway/faults/faults";
import { parseFaultSettings, readFaultSettings } from "../../../../local/gateway/faults/faultSettings";
import { defaultQuota } from "../../../../local/gateway/faults/quotas";
import type { RequestHead } from "../../../../local/gateway/request";

const head = (over: Partial<RequestHead> = {}): RequestHead => ({
  protocol: "json",
  service: "kms",
  operation: "DescribeKey",
  region: "us-east-1",
  accessKeyId: "111111111111",
  ...over,
});
const many = (faults: Faults, count: number, over: Partial<RequestHead> = {}, now = 0): Fault[] =>
  Array.from({ length: count }, () => faults.decide(head(over), now).fault);
const countOf = (fault: Fault, drawn: readonly Fault[]) => drawn.filter((one) => one === fault).length;

describe("faults of the gateway", () => {
  it("are none unless asked for", () => {
    assert.deepEqual(new Set(many(new Faults(), 5000)), new Set(["none"]));
  });

  describe("quotas", () => {
    for (const [service, operation, region, perSecond] of [
      ["kms", "DescribeKey", "us-east-1", 2000],
      ["kms", "GetKeyPolicy", "eu-west-1", 1000],
      ["kms", "ListKeys", "us-east-1", 500],
      ["kms", "ListGrants", "us-east-1", 100],
      ["kms", "GetKeyLastUsage", "us-east-1", 5],
      ["kms", "Decrypt", "us-east-1", 100_000],
      ["kms", "Decrypt", "eu-central-1", 20_000],
      ["kms", "Decrypt", "eu-north-1", 10_000],
      ["cloudtrail", "LookupEvents", "us-east-1", 2],
    ] as const) {
      it(`${service}:${operation} has AWS's ${perSecond} a second in ${region}`, () => {
        assert.equal(defaultQuota(service, operation, region)?.perSecond, perSecond);
      });
    }

    it("refuse for the rest of a second what is above them, per account and Region", () => {
      const faults = new Faults(parseFaultSettings({ quotas: true }));
      const lookUp = { service: "cloudtrail", operation: "LookupEvents" };
      assert.deepEqual(many(faults, 3, lookUp), ["none", "none", "throttling"]);
      assert.deepEqual(many(faults, 1, { ...lookUp, accessKeyId: "222222222222" }), ["none"]);
      assert.deepEqual(many(faults, 1, { ...lookUp, region: "eu-west-1" }), ["none"]);
      assert.deepEqual(many(faults, 1, lookUp, 999), ["throttling"]);
      assert.deepEqual(many(faults, 3, lookUp, 1000), ["none", "none", "throttling"]);
    });

    it("are shared by the operations of a group, and by them alone", () => {
      const faults = new Faults(parseFaultSettings({ quotas: { overrides: { "kms:symmetric": 3 } } }));
      const operations = ["Encrypt", "Decrypt", "GenerateDataKey", "ReEncrypt"];
      const drawn = operations.map((operation) => faults.decide(head({ operation }), 0).fault);
      assert.deepEqual(drawn, ["none", "none", "none", "throttling"]);
      assert.deepEqual(many(faults, 1, { operation: "EnableKey" }), ["none"]);
    });

    it("can be scaled and set, also below one a second", () => {
      const quotas = { scale: 0.5, overrides: { "kms:ListKeys": 0.25, "sts:GetCallerIdentity": 1 } };
      const faults = new Faults(parseFaultSettings({ quotas }));
      assert.equal(countOf("none", many(faults, 2000)), 1000);
      const listKeys = { operation: "ListKeys" };
      assert.deepEqual(many(faults, 2, listKeys, 0), ["none", "throttling"]);
      assert.deepEqual(many(faults, 1, listKeys, 3999), ["throttling"]);
      assert.deepEqual(many(faults, 1, listKeys, 4000), ["none"]);
      assert.deepEqual(many(faults, 2, { service: "sts", operation: "GetCallerIdentity" }), [
        "none",
        "throttling",
      ]);
    });
  });

  describe("rules", () => {
    const rules = [
      { services: ["kms"], operations: ["DescribeKey"], regions: ["us-east-1"], errors: 0.1 },
      { services: ["kms"], accounts: ["222222222222"], resets: 1, latencyMilliseconds: 7 },
    ];

    it("strike about as often as asked, by the first that is about the request", () => {
      const faults = new Faults(parseFaultSettings({ rules }));
      const errors = countOf("error", many(faults, 10_000, { accessKeyId: "222222222222" }));
      assert.ok(errors > 900 && errors < 1100, `${errors} of 10,000`);
      const other = head({ operation: "ListKeys", accessKeyId: "222222222222" });
      assert.deepEqual(faults.decide(other), { fault: "reset", latencyMilliseconds: 7 });
      assert.deepEqual(many(faults, 1, { service: "s3" }), ["none"]);
    });

    it("strike the same requests for the same seed, others for another", () => {
      const draw = (seed: number) => many(new Faults(parseFaultSettings({ seed, rules })), 200);
      assert.deepEqual(draw(7), draw(7));
      assert.notDeepEqual(draw(7), draw(8));
    });

    it("share one draw, so that the shares add up", () => {
      const all = { errors: 0.25, timeouts: 0.25, resets: 0.5 };
      const drawn = many(new Faults(parseFaultSettings({ rules: [all] })), 1000);
      assert.equal(countOf("none", drawn), 0);
      assert.ok(countOf("reset", drawn) > countOf("timeout", drawn));
    });
  });

  for (const [text, message] of [
    ["{", /JSON/],
    ['{"rulez": []}', /rulez/],
    ['{"rules": [{"errors": 2}]}', /rules\[0\]\.errors/],
    ['{"rules": [{"errors": 0.6, "resets": 0.6}]}', /more than 1 together/],
    ['{"quotas": {"scale": 0}}', /quotas/],
  ] as const) {
    it(`refuse the settings ${text}`, () => {
      assert.throws(() => readFaultSettings(text), message);
    });
  }
});
