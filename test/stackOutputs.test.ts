import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { CONTRACT_VERSION, readKey, readShare, readSharedBucket } from "../stackOutputs";

const orders = {
  alias: "alias/prod/orders",
  keyId: "mrk-1234abcd12ab34cd56ef1234567890ab",
  primaryRegion: "us-east-1",
  arns: { "us-east-1": "arn:aws:kms:us-east-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab" },
};

/** What an application stack reads when the foundation stack has these outputs. */
async function readBy(
  outputs: Record<string, unknown>,
  reader: (stack: pulumi.StackReference) => pulumi.Output<unknown>,
): Promise<unknown> {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({
      id: "stack",
      state: { name: (inputs as { name: string }).name, outputs },
    }),
    call: () => ({}),
  });
  const stack = new pulumi.StackReference("organization/kms-foundation/prod");
  const output = reader(stack) as pulumi.Output<unknown> & { promise: () => Promise<unknown> };
  return output.promise();
}

const read = (outputs: Record<string, unknown>, key: string) =>
  readBy(outputs, (stack) => readKey(stack, key));

describe("the contract with application stacks", () => {
  it("gives the key that was asked for", async () => {
    assert.deepEqual(await read({ contractVersion: CONTRACT_VERSION, keys: { orders } }, "orders"), orders);
  });

  it("refuses a stack that speaks another version", async () => {
    await assert.rejects(
      read({ contractVersion: 99, keys: { orders } }, "orders"),
      /organization\/kms-foundation\/prod has contract version 99, but this program reads version 1/,
    );
  });

  it("names the keys there are when there is no such key", async () => {
    await assert.rejects(
      read({ contractVersion: CONTRACT_VERSION, keys: { orders } }, "bills"),
      /has no key "bills"; its keys are orders/,
    );
  });

  const shared = {
    contractVersion: CONTRACT_VERSION,
    shares: {
      orders: { Analytics: { principals: ["222222222222"], identityPolicies: { "us-east-1": "{}" } } },
    },
    sharedBuckets: { reports: { buckets: { "us-east-1": "prod-reports" }, readers: { "us-east-1": "{}" } } },
  };

  it("gives a share's other half, and a shared bucket", async () => {
    assert.deepEqual(
      await readBy(shared, (stack) => readShare(stack, "orders", "Analytics")),
      shared.shares.orders.Analytics,
    );
    assert.deepEqual(
      await readBy(shared, (stack) => readSharedBucket(stack, "reports")),
      shared.sharedBuckets.reports,
    );
  });

  it("names the shares there are when there is no such share", async () => {
    await assert.rejects(
      readBy(shared, (stack) => readShare(stack, "orders", "Billing")),
      /key "orders" of the foundation stack has no share "Billing"; its shares are Analytics/,
    );
    await assert.rejects(
      readBy(shared, (stack) => readShare(stack, "bills", "Billing")),
      /has no shared key "bills"; its shared keys are orders/,
    );
  });
});
