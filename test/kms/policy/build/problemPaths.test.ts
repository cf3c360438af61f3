import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyIntent } from "../../../../kms/policy/build/intent";
import { type IntentProblem, KeyPolicyIntentError } from "../../../../kms/policy/build/problems";
import { cases, type Context, owner } from "./problemPathCases";

function problemsOf(intent: KeyPolicyIntent, context: Context): readonly IntentProblem[] {
  try {
    buildKeyPolicy(intent, { accountId: owner, region: "eu-central-1", ...context });
  } catch (error) {
    if (error instanceof KeyPolicyIntentError) return error.problems;
    throw error;
  }
  return [];
}

describe("an intent is checked part by part:", () => {
  for (const [what, intent, refused, context = {}] of cases) {
    it(`${what}: ${refused === "accepted" ? refused : `refused at ${refused[0]}`}`, () => {
      const problems = problemsOf(intent, context);
      assert.deepEqual(
        problems.map(({ path }) => path),
        refused === "accepted" ? [] : [refused[0]],
      );
      if (refused !== "accepted") assert.match(problems[0]?.message ?? "", refused[1]);
    });
  }

  it("the error tells each problem on a line of its own, after its path", () => {
    const error = new KeyPolicyIntentError([
      { path: "users[0]", message: "one" },
      { path: "", message: "two" },
    ]);
    assert.equal(String(error), "KeyPolicyIntentError: users[0]: one\ntwo");
  });
});
