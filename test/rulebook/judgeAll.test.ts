import assert from "node:assert/strict";
import { judgeAll } from "../../rulebook/judgeAll";
import { estateRule, keyRule, pass, violation } from "../../rulebook/rule";
import { aKey, aReplica, soundAlias, soundKey, soundReplica } from "./soundKey";

const text = {
  title: "T",
  area: "Operations",
  severity: "low",
  level: "advisory",
  rationale: "R",
  remedy: { property: "P" },
  awsPage: "https://docs.aws.amazon.com/",
} as const;

/** Says which limit it was given. */
const limited = keyRule<{ limit: number }>({
  ...text,
  id: "kms-limited",
  options: { limit: { schema: { type: "integer" }, default: 7, description: "a limit" } },
  check: (_key, { limit }) => violation(`limit ${limit}`),
});
/** Says how many keys and aliases there are. */
const counting = estateRule({
  ...text,
  id: "kms-counting",
  check: ({ key, alias }) => [
    { verdict: violation(`${key.length} keys, ${alias.length} alias`) },
    { resource: soundKey.resource, verdict: pass },
  ],
});
const facts = [aKey(), { alias: soundAlias }, aReplica()];

describe("judging everything", () => {
  it("asks each rule about each resource that it is about, rule by rule", () => {
    assert.deepEqual(judgeAll([limited, counting], facts), [
      { rule: limited, resource: soundKey.resource, verdict: violation("limit 7") },
      { rule: limited, resource: soundReplica.resource, verdict: violation("limit 7") },
      { rule: counting, verdict: violation("2 keys, 1 alias") },
      { rule: counting, resource: soundKey.resource, verdict: pass },
    ]);
  });

  it("takes what a configuration sets over a rule's own defaults, for that rule alone", () => {
    const told = (options: Record<string, object>) =>
      judgeAll([limited], [aKey()], options as Parameters<typeof judgeAll>[2]).map(({ verdict }) => verdict);
    assert.deepEqual(told({ "kms-limited": { limit: 3 } }), [violation("limit 3")]);
    assert.deepEqual(told({ "kms-other": { limit: 3 } }), [violation("limit 7")]);
  });

  it("finds nothing where there is nothing to look at", () => {
    assert.deepEqual(judgeAll([limited], [{ alias: soundAlias }]), []);
    assert.deepEqual(judgeAll([], facts), []);
  });
});
