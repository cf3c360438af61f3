import assert from "node:assert/strict";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  EnableKeyRotationCommand,
  ReplicateKeyCommand,
} from "@aws-sdk/client-kms";
import type { KeyOutput } from "../../stackOutputs";
import { kms } from "./kms";
import { oneKey } from "./settings";
import { nameOf, policyPack, Stack } from "./stack";

const alias = "alias/adopted/orders";
const description = "Orders of the web shop at rest";
const tags = { Owner: "shop", Environment: "adopted" };
const Policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Root",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});

describe("a key that exists already", () => {
  it("is taken over with its replica and aliases, and stays the same key", async () => {
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const primary = await kms("us-east-1");
    const { KeyMetadata } = await primary.send(
      new CreateKeyCommand({ MultiRegion: true, Description: description, Policy, Tags }),
    );
    const keyId = KeyMetadata!.KeyId!;
    await primary.send(new EnableKeyRotationCommand({ KeyId: keyId, RotationPeriodInDays: 365 }));
    await primary.send(
      new ReplicateKeyCommand({
        KeyId: keyId,
        ReplicaRegion: "us-west-2",
        Description: description,
        Policy,
        Tags,
      }),
    );
    for (const region of ["us-east-1", "us-west-2"]) {
      await (await kms(region)).send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: keyId }));
    }

    const orders = {
      description,
      primaryRegion: "us-east-1",
      replicaRegions: ["us-west-2"],
      policy: Policy,
      adopt: { keyId, replicaRegions: ["us-west-2"] },
    };
    const stack = await Stack.create("adopted", { ...oneKey("adopted"), keys: { orders } });
    try {
      const imported = (await stack.steps()).filter(({ op }) => op === "import").map(nameOf);
      assert.deepEqual(imported.sort(), [
        "Alias orders-us-east-1",
        "Alias orders-us-west-2",
        "Key orders-us-east-1",
        "ReplicaKey orders-us-west-2",
      ]);
      await stack.mustRun("up", "--yes", "--policy-pack", policyPack);
      const { keys } = await stack.outputs<{ keys: Record<string, KeyOutput> }>();
      assert.equal(keys.orders!.keyId, keyId);
      await stack.mustRun("up", "--yes", "--expect-no-changes");
    } finally {
      await stack.run("destroy", "--yes");
      await stack.remove();
    }
  });
});
