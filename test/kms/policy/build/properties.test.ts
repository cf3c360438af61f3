import assert from "node:assert/strict";
import fc from "fast-check";
import { fitsUsage } from "../../../../kms/actions";
import { keySpecs, usagesOf } from "../../../../kms/keySpecs";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import { actionsOf, capabilities, whyImpossible } from "../../../../kms/policy/build/capabilities";
import { renderKeyPolicy } from "../../../../kms/policy/build/renderKeyPolicy";
import { lintKeyPolicy } from "../../../../kms/policy/lint/lintKeyPolicy";
import { parseKeyPolicy } from "../../../../kms/policy/parse";

const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;

describe("built key policies", () => {
  it("are clean and within the limits for every legal intent", () => {
    const symmetric = { spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT" } as const;
    const usable = capabilities.filter((capability) => whyImpossible(capability, symmetric) === undefined);
    const wanted = fc.subarray(usable, { minLength: 1 });
    const own = fc.array(fc.constantFrom(role("a"), role("b"), role("c*"), "111111111111"), {
      minLength: 1,
      maxLength: 4,
    });
    const limits = {
      viaServices: fc.subarray(["s3", "ec2"], { minLength: 1 }),
      encryptionContext: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,5}$/),
        fc.stringMatching(/^[a-z*]{1,5}$/),
        { minKeys: 1, maxKeys: 2 },
      ),
    };
    const optional = { requiredKeys: ["principals", "capabilities"] as ("principals" | "capabilities")[] };
    const intents = fc.record(
      {
        rootAccess: fc.constant("iam" as const),
        administrators: own,
        users: fc.array(fc.record({ principals: own, capabilities: wanted, ...limits }, optional), {
          maxLength: 3,
        }),
        shares: fc.array(
          fc.record({ principals: fc.constant(["222222222222"]), capabilities: wanted, ...limits }, optional),
          { maxLength: 2 },
        ),
        organizations: fc.array(fc.record({ id: fc.constant("o-abc1234567"), capabilities: wanted }), {
          maxLength: 1,
        }),
        autoScalingRoles: fc.constant(["default"]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(intents, fc.constantFrom("eu-central-1", "us-east-1"), (intent, region) => {
        const text = renderKeyPolicy(buildKeyPolicy(intent, { accountId: "111111111111", region }));
        const { findings } = lintKeyPolicy(parseKeyPolicy(text), {
          ownerAccount: "111111111111",
          region,
          keyUsage: "ENCRYPT_DECRYPT",
        });
        assert.deepEqual(findings, []);
      }),
    );
  });

  it("give every capability that a key has actions that the key can serve", () => {
    for (const spec of keySpecs) {
      for (const usage of usagesOf(spec)) {
        const possible = capabilities.filter(
          (capability) => whyImpossible(capability, { spec, usage }) === undefined,
        );
        for (const capability of possible) {
          const actions = actionsOf([capability], spec);
          assert.ok(
            actions.length > 0 && actions.every((action) => fitsUsage(action, usage)),
            `${spec} ${usage} ${capability}`,
          );
        }
      }
    }
  });
});
