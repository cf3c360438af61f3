import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyContext } from "../../../../kms/policy/build/context";
import type { KeyPolicyIntent } from "../../../../kms/policy/build/intent";
import { KeyPolicyIntentError } from "../../../../kms/policy/build/problems";
import { renderKeyPolicy } from "../../../../kms/policy/build/renderKeyPolicy";
import type { JsonPolicy, JsonStatement } from "../../../../kms/policy/document";

const key: KeyPolicyContext = { accountId: "111111111111", region: "eu-central-1" };
const role = (name: string, account = "111111111111") => `arn:aws:iam::${account}:role/${name}`;

function build(intent: KeyPolicyIntent, context: Partial<KeyPolicyContext> = {}): JsonPolicy {
  return buildKeyPolicy(intent, { ...key, ...context });
}

function problemsOf(intent: KeyPolicyIntent, context: Partial<KeyPolicyContext> = {}): string[] {
  try {
    build(intent, context);
  } catch (error) {
    if (error instanceof KeyPolicyIntentError)
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe("buildKeyPolicy refuses", () => {
  const use = { capabilities: ["decrypt"] as const };
  const cases: readonly [
    what: string,
    intent: KeyPolicyIntent,
    problem: RegExp,
    context?: Partial<KeyPolicyContext>,
  ][] = [
    [
      "to lock the owner out",
      { rootAccess: "none" },
      /^administrators: nobody of account 111111111111 could/,
    ],
    [
      "administrators of other accounts alone",
      { rootAccess: "none", administrators: [role("a", "222222222222")] },
      /^administrators: nobody/,
    ],
    [
      "a Deny for everybody who could change the policy",
      { statements: [{ Effect: "Deny", Principal: "*", Action: "kms:Put*", Resource: "*" }] },
      /^statements: the Deny/,
    ],
    [
      "a text that is no principal",
      { administrators: ["admin"] },
      /^administrators\[0\]: "admin" is no principal/,
    ],
    ["a group", { administrators: ["arn:aws:iam::111111111111:group/admins"] }, /is a group/],
    [
      "a principal of another partition",
      { administrators: ["arn:aws-cn:iam::111111111111:role/a"] },
      /is in partition aws-cn/,
    ],
    ["a pattern without an account", { administrators: ["arn:aws:iam::*:role/a"] }, /must name its account/],
    [
      "an outsider among the users",
      { users: [{ ...use, principals: ["222222222222"] }] },
      /^users\[0\]\.principals\[0\]: .* put it under shares/,
    ],
    ["nobody", { users: [{ ...use, principals: [] }] }, /^users\[0\]\.principals: name at least one/],
    [
      "no capability",
      { users: [{ principals: [role("a")], capabilities: [] }] },
      /^users\[0\]\.capabilities: name/,
    ],
    [
      "a capability that the key has not",
      { users: [{ principals: [role("a")], capabilities: ["sign"] }] },
      /^users\[0\]\.capabilities\[0\]: sign needs a key for SIGN_VERIFY/,
    ],
    [
      "an encryption context without one",
      { users: [{ principals: [role("a")], capabilities: ["decrypt"], encryptionContext: { a: "b" } }] },
      /only symmetric encryption keys/,
      { spec: "RSA_2048" },
    ],
    [
      "the host of a service",
      { shares: [{ ...use, principals: ["222222222222"], viaServices: ["s3.us-east-1.amazonaws.com"] }] },
      /^shares\[0\]\.viaServices\[0\]: .* write s3/,
    ],
    [
      "to share the key with its own account",
      { shares: [{ ...use, principals: [role("a")] }] },
      /put it under users/,
    ],
    [
      "a text that is no organization",
      { organizations: [{ ...use, id: "abc" }] },
      /^organizations\[0\]\.id: "abc" is no organization/,
    ],
    [
      "the path of another organization",
      { organizations: [{ ...use, id: "o-abc1234567", paths: ["o-other/r"] }] },
      /is no path in o-abc1234567/,
    ],
    ["hosted zones with a symmetric key", { services: [{ service: "route53Dnssec" }] }, /ECC_NIST_P256/],
    [
      "log groups with an asymmetric key",
      { services: [{ service: "cloudwatchLogs" }] },
      /uses symmetric encryption keys/,
      { spec: "RSA_2048" },
    ],
    [
      "a service acting for another account",
      {
        services: [
          {
            service: "other",
            principal: "x.amazonaws.com",
            capabilities: ["decrypt"],
            sourceArns: ["arn:aws:sns:eu-central-1:222222222222:t"],
          },
        ],
      },
      /is of account 222222222222/,
    ],
    [
      "a free statement without an Effect",
      { statements: [JSON.parse("{}") as JsonStatement] },
      /^statements\[0\]: the statement has no Effect/,
    ],
    [
      "a name that makes no Sid",
      { users: [{ ...use, name: "a b", principals: [role("a")] }] },
      /^users\[0\]\.name/,
    ],
    ["a text that is no Region", {}, /"nowhere" is not an AWS Region/, { region: "nowhere" }],
  ];
  for (const [what, intent, problem, context] of cases) {
    it(what, () => {
      const problems = problemsOf(intent, context);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", problem);
    });
  }

  it("everything that is wrong at once", () => {
    assert.equal(
      problemsOf({ administrators: ["x", "y"], users: [{ principals: ["z"], capabilities: ["sign"] }] })
        .length,
      4,
    );
  });

  it("a policy longer than AWS takes, and names what to shorten", () => {
    const principals = Array.from({ length: 800 }, (_, index) => role(`application-${index}`));
    const policy = build({ users: [{ name: "everyone", principals, capabilities: ["decrypt"] }] });
    assert.throws(
      () => renderKeyPolicy(policy),
      /bytes long, and AWS takes 32768; the longest statements are UseEveryone \(\d+ bytes\)/,
    );
  });
});
