import type { ResourceValidationArgs } from "@pulumi/policy";
import assert from "node:assert/strict";
import { remediationOf } from "../../policy-pack/remediations";
import { rules } from "../../rulebook";
import { type Extra, resource } from "../rulebook/planned/resource";

const ruleOf = (id: string) => rules.find((rule) => rule.id === id)!;

function mended(id: string, props: Record<string, unknown>, config: object = {}, extra?: Extra): unknown {
  const one = { ...resource("aws:kms/key:Key", props, extra), props, getConfig: () => config };
  return remediationOf(ruleOf(id))!(one as unknown as ResourceValidationArgs);
}

describe("remediation", () => {
  it("turns rotation on where it is off and can be on", () => {
    const props = { description: "Orders" };
    assert.deepEqual(mended("kms-rotation-enabled", props), { ...props, enableKeyRotation: true });
    assert.equal(mended("kms-rotation-enabled", { enableKeyRotation: true }), undefined);
    assert.equal(mended("kms-rotation-enabled", { customerMasterKeySpec: "HMAC_256" }), undefined);
  });

  it("lengthens a deletion window to the minimum", () => {
    assert.deepEqual(mended("kms-deletion-window", { deletionWindowInDays: 7 }), {
      deletionWindowInDays: 30,
    });
    assert.deepEqual(mended("kms-deletion-window", { deletionWindowInDays: 7 }, { minimumDays: 14 }), {
      deletionWindowInDays: 14,
    });
    assert.equal(mended("kms-deletion-window", { deletionWindowInDays: 7 }, { minimumDays: 7 }), undefined);
  });

  it("fills in required tags that have a value to fill in, and leaves those that are there", () => {
    const config = {
      tags: ["Owner", "Environment"],
      values: ["Owner=platform=team", "Environment=dev", "Other=x"],
    };
    assert.deepEqual(mended("kms-required-tags", { tags: { Environment: "prod", Owner: " " } }, config), {
      tags: { Owner: "platform=team", Environment: "prod" },
    });
    assert.equal(mended("kms-required-tags", { tags: {} }, { tags: ["Owner"], values: [] }), undefined);
  });

  it("is there for what is safe to mend alone", () => {
    const safe = rules.filter((rule) => remediationOf(rule) !== undefined).map(({ id }) => id);
    assert.deepEqual(safe, ["kms-rotation-enabled", "kms-deletion-window", "kms-required-tags"]);
  });
});
