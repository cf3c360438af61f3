import assert from "node:assert/strict";
import { type Key, oneKey } from "./settings";
import { policyPack, Stack } from "./stack";

interface Fault {
  readonly what: string;
  readonly key: Key;
  readonly rule: string;
  readonly resource: string;
  readonly mend: RegExp;
}

const faults: Fault[] = [
  {
    what: "rotation turned off",
    key: { rotation: false },
    rule: "kms-rotation-enabled",
    resource: "orders-us-east-1",
    mend: /Automatic rotation is off\. Mend: rotation: true/,
  },
  {
    what: "a wildcard principal",
    key: { users: [{ principals: ["*"], capabilities: ["decrypt"] }] },
    rule: "kms-public-access",
    resource: "orders-eu-west-1",
    mend: /anyone.*Mend: principals that name accounts, roles or users/,
  },
  {
    what: "an empty description",
    key: { description: "" },
    rule: "kms-description",
    resource: "orders-us-west-2",
    mend: /The description is empty\. Mend: description: /,
  },
  {
    what: "a deletion window of 7 days",
    key: { deletionWindowInDays: 7 },
    rule: "kms-deletion-window",
    resource: "orders-us-east-1",
    mend: /The deletion window is 7 days.*Mend: deletionWindowInDays: 30/,
  },
];

describe("the policy pack", () => {
  let stack: Stack;
  before(async () => {
    stack = await Stack.create("guarded", oneKey("guarded"));
  });
  after(() => stack.remove());

  it("lets a sound stack pass", async () => {
    const { text } = await stack.mustRun("preview", "--policy-pack", policyPack);
    assert.match(text, /✅ kms-foundation/);
  });

  for (const { what, key, rule, resource, mend } of faults) {
    it(`stops a preview with ${what}, naming rule, resource and mend`, async () => {
      await stack.configure(oneKey("guarded", key));
      const { status, text } = await stack.run("preview", "--policy-pack", policyPack);
      assert.notEqual(status, 0, text);
      assert.match(text, new RegExp(`\\[mandatory\\] +${rule} +\\(.*${resource}\\)`));
      assert.match(text, mend);
    });
  }

  it("stops an update as well, before anything is made", async () => {
    await stack.configure(oneKey("guarded", { rotation: false }));
    const { status, text } = await stack.run("up", "--yes", "--policy-pack", policyPack);
    assert.notEqual(status, 0, text);
    assert.match(text, /kms-rotation-enabled/);
    assert.equal(
      (await stack.resources()).some(({ type }) => type.startsWith("aws:kms")),
      false,
    );
  });
});
