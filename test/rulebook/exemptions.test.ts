import assert from "node:assert/strict";
import { Exemptions } from "../../rulebook/exemptions";

const exemption = {
  rule: "kms-description",
  resource: "orders",
  reason: "an old key on its way out",
  expires: "2027-03-31",
};
const orders = {
  rule: "kms-description",
  name: "orders",
  urn: "urn:pulumi:test::shop::aws:kms/key:Key::orders",
};

describe("exemptions", () => {
  it("cover the rule on the resource, by its name or its URN", () => {
    for (const resource of [orders.name, orders.urn]) {
      const exemptions = new Exemptions([{ ...exemption, resource }], "2026-11-24");
      assert.ok(exemptions.covering(orders));
      assert.equal(exemptions.inForce, 1);
      assert.deepEqual(exemptions.problems(), []);
    }
  });

  it("cover no other rule and no other resource", () => {
    const exemptions = new Exemptions([exemption], "2026-11-24");
    assert.equal(exemptions.covering({ ...orders, rule: "kms-rotation-enabled" }), undefined);
    assert.equal(exemptions.covering({ ...orders, name: "orders-2" }), undefined);
  });

  it("hold through their last day", () => {
    assert.equal(new Exemptions([], "2027-03-31").isExpired(exemption), false);
    assert.equal(new Exemptions([], "2027-04-01").isExpired(exemption), true);
  });

  it("count one that holds before one that has expired", () => {
    const expired = { ...exemption, expires: "2020-01-01" };
    assert.equal(new Exemptions([expired, exemption], "2026-11-24").covering(orders), exemption);
    const exemptions = new Exemptions([expired], "2026-11-24");
    assert.equal(exemptions.covering(orders), expired);
    assert.equal(exemptions.inForce, 0);
  });

  it("are told where they cover nothing", () => {
    const [problem, ...others] = new Exemptions([exemption], "2026-11-24").problems();
    assert.match(problem ?? "", /exemption of orders from kms-description.*covers no violation.*remove it/);
    assert.deepEqual(others, []);
  });

  it("know no wildcards, and say so", () => {
    const exemptions = new Exemptions([{ ...exemption, resource: "*" }], "2026-11-24");
    assert.equal(exemptions.covering(orders), undefined);
    assert.match(exemptions.problems().join(), /name one resource, for a \* stands for none\.$/);
  });
});
