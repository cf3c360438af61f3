import assert from "node:assert/strict";
import { lintKeyPolicy } from "../../../../kms/policy/lint/lintKeyPolicy";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";
import { options, owner, sound } from "./reports";

const deny = (...Action: string[]) => ({ Effect: "Deny", Principal: "*", Action, Resource: "*" });
const allow = (...Action: string[]) => ({ ...sound, Action });
const decrypt = allow("kms:Decrypt");

/** Which statement takes the first one back, by its number from 1; undefined where none does. */
function takenBackBy(...statements: readonly object[]): number | undefined {
  const policy = keyPolicyFromJson({ Version: "2012-10-17", Statement: statements });
  const findings = lintKeyPolicy(policy, options).findings.filter(({ statement }) => statement === 0);
  const found = findings.find(({ message }) => message.includes("denies all of it"));
  if (found === undefined) return undefined;
  assert.deepEqual([found.rule, found.severity, found.noEffect], ["kms-policy-invalid", "low", true]);
  return Number(/statement (\d+) denies all of it to everybody$/.exec(found.message)?.[1]);
}

const cases: readonly [what: string, by: number | undefined, statements: readonly object[]][] = [
  ["by a Deny of the same", 2, [decrypt, deny("kms:Decrypt")]],
  ["by a Deny of more", 2, [decrypt, deny("kms:*")]],
  ["by a Deny that stands before others", 2, [decrypt, deny("kms:*"), deny("kms:Decrypt")]],
  ["by the one of two that denies it", 3, [decrypt, deny("kms:Encrypt"), deny("kms:Decrypt")]],
  ["by a Deny that adds to an earlier one", 3, [decrypt, deny("kms:Sign"), deny("kms:Sign", "kms:Decrypt")]],
  [
    "by a Deny of all but something else",
    2,
    [decrypt, { ...deny(), Action: undefined, NotAction: "kms:Sign" }],
  ],
  ["by no Deny of a part", undefined, [allow("kms:Decrypt", "kms:Sign"), deny("kms:Decrypt")]],
  [
    "by no Deny of all but itself",
    undefined,
    [decrypt, { ...deny(), Action: undefined, NotAction: "kms:Dec*" }],
  ],
  [
    "by no two Denies that together would",
    undefined,
    [allow("kms:Decrypt", "kms:Sign"), deny("kms:Decrypt"), deny("kms:Sign")],
  ],
  [
    "by no Deny under a condition",
    undefined,
    [decrypt, { ...deny("kms:*"), Condition: { Bool: { "aws:SecureTransport": "false" } } }],
  ],
  ["by no Deny for somebody", undefined, [decrypt, { ...deny("kms:*"), Principal: { AWS: owner } }]],
  [
    "by no Deny for everybody else",
    undefined,
    [decrypt, { ...deny("kms:*"), Principal: undefined, NotPrincipal: { AWS: owner } }],
  ],
  [
    "by no Deny on another key",
    undefined,
    [decrypt, { ...deny("kms:*"), Resource: "arn:aws:kms:eu-central-1:111122223333:key/2" }],
  ],
  [
    "by no Deny on all but a key",
    undefined,
    [
      decrypt,
      { ...deny("kms:*"), Resource: undefined, NotResource: "arn:aws:kms:eu-central-1:111122223333:key/2" },
    ],
  ],
  ["by no Deny in the wrong case", undefined, [decrypt, { ...deny("kms:*"), Effect: "deny" }]],
  ["by no Allow for everybody", undefined, [decrypt, { ...deny("kms:*"), Effect: "Allow" }]],
  ["where it is a Deny itself", undefined, [{ ...decrypt, Effect: "Deny" }, deny("kms:*")]],
  ["where it has no effect of its own", undefined, [{ ...decrypt, Effect: "allow" }, deny("kms:*")]],
  ["where it allows nothing anyway", undefined, [allow("s3:GetObject"), deny("kms:*")]],
];

describe("lint of statements that a Deny takes back:", () => {
  for (const [what, by, statements] of cases) {
    it(what, () => {
      assert.equal(takenBackBy(...statements), by);
    });
  }
});
