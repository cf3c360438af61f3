import assert from "node:assert/strict";
import { actionGroups } from "../../../../kms/policy/analyse/actionGroups";
import { type CompiledStatement, compilePolicy } from "../../../../kms/policy/analyse/compile";
import type { AnalyseOptions } from "../../../../kms/policy/analyse/options";
import { type Json, KEY, OWNER, policyOf, STRANGER, worldOf } from "./given";

function compiled(statement: Json, more: Partial<AnalyseOptions> = {}): CompiledStatement | undefined {
  const policy = policyOf(statement);
  const { allows, denies } = compilePolicy(policy, worldOf(policy, more));
  assert.ok(allows.every((each) => each.statement.effect === "Allow"));
  assert.ok(denies.every((each) => each.statement.effect === "Deny"));
  return [...allows, ...denies][0];
}

const actionsOf = (statement: Json): readonly string[] => [...(compiled(statement)?.actions ?? [])];
const deny = (more: Json): Json => ({ Effect: "Deny", ...more });

describe("the actions of a compiled statement", () => {
  const lists: readonly (readonly [statement: Json, actions: readonly string[]])[] = [
    [{ Action: "kms:Decrypt" }, ["kms:Decrypt"]],
    [{ Action: ["KMS:decrypt", "kms:CreateKey"] }, ["kms:Decrypt"]],
    [{ Action: "kms:?ecrypt" }, ["kms:Decrypt"]],
    [{ Action: ["kms:Encrypt", "kms:D*crypt"] }, ["kms:Decrypt", "kms:Encrypt"]],
    [{ Action: "kms:ListKeys" }, []],
    [{ Action: undefined, NotAction: "*" }, []],
    [deny({ Action: "kms:d*crypt" }), ["kms:Decrypt"]],
    [deny({ Action: "kms:*capsulate" }), ["kms:Decapsulate", "kms:Encapsulate"]],
    [deny({ Action: "kms:ListKeys" }), []],
    [{ Resource: undefined }, []],
  ];
  for (const [statement, actions] of lists)
    it(`${JSON.stringify(statement)}: ${actions.join(", ") || "none"}`, () => {
      assert.deepEqual([...actionsOf(statement)].sort(), actions);
    });

  it("of an Allow of everything are those of usual keys, those of a Deny are all", () => {
    for (const Action of ["*", "kms:*"]) {
      assert.deepEqual([actionsOf({ Action }).length, actionsOf(deny({ Action })).length], [45, 47]);
      const allowed = new Set(actionsOf({ Action }));
      assert.deepEqual(
        actionsOf(deny({ Action })).filter((action) => !allowed.has(action)),
        ["kms:Decapsulate", "kms:Encapsulate"],
      );
    }
  });

  it("of NotAction are all others", () => {
    const NotAction = ["kms:Decrypt", "kms:encrypt", "kms:*capsulate"];
    const allowed = actionsOf({ Action: undefined, NotAction });
    const denied = actionsOf(deny({ Action: undefined, NotAction }));
    assert.deepEqual([allowed.length, denied.length], [43, 43]);
    for (const actions of [allowed, denied])
      assert.ok(
        !actions.includes("kms:Decrypt") && !actions.includes("kms:Encrypt") && actions.includes("kms:Sign"),
      );
    assert.equal(actionsOf(deny({ Action: undefined, NotAction: "kms:Decrypt" })).length, 46);
    assert.equal(actionsOf({ Action: undefined, NotAction: "kms:Decrypt" }).length, 44);
  });
});

describe("the key of a compiled statement", () => {
  const stand = `arn:aws:kms:us-east-1:${OWNER}:key/00000000-0000-0000-0000-000000000000`;
  const cases: readonly (readonly [
    resource: string | readonly string[],
    keyArn: string | undefined,
    allowed: string | undefined,
  ])[] = [
    ["*", undefined, stand],
    [`arn:aws:kms:*:${OWNER}:key/*`, undefined, stand],
    [KEY, undefined, KEY],
    [["*", KEY], undefined, stand],
    [["other", KEY], undefined, KEY],
    [KEY.replace("us-east-1", "eu-west-1"), undefined, undefined],
    [KEY.replace(OWNER, STRANGER), undefined, undefined],
    [KEY.replace(":kms:", ":s3:"), undefined, undefined],
    [KEY.replace(":key/", ":alias/"), undefined, undefined],
    [`arn:aws:kms:us-east-1:${OWNER}:key/1*`, undefined, undefined],
    ["other", undefined, undefined],
    [KEY, KEY, KEY],
    ["*", KEY, KEY],
    [KEY.replace("1234", "5678"), KEY, undefined],
  ];
  for (const [Resource, keyArn, allowed] of cases)
    it(`${String(Resource)}, ${keyArn === undefined ? "of an unknown key" : "of this key"}: ${allowed ?? "none"}`, () => {
      const more = keyArn === undefined ? {} : { keyArn };
      assert.equal(compiled({ Resource }, more)?.resource, allowed);
      assert.equal(compiled(deny({ Resource }), more)?.resource, keyArn ?? stand);
    });

  it("may be in any Region where none is known", () => {
    const policy = policyOf({ Resource: KEY.replace("us-east-1", "eu-west-1") });
    const { region, regionIsKnown, ...world } = worldOf(policy);
    assert.ok(regionIsKnown);
    const { allows } = compilePolicy(policy, { ...world, region, regionIsKnown: false });
    assert.equal(allows[0]?.resource, KEY.replace("us-east-1", "eu-west-1"));
  });
});

describe("the conditions of a compiled statement", () => {
  it("are of the principal where no key and no variable is chosen for the request", () => {
    const statement = compiled({
      Condition: {
        StringEquals: { "aws:PrincipalArn": "a", "kms:ViaService": "b", "aws:PrincipalOrgID": "c" },
        StringLike: {
          "aws:username": "${aws:SourceIp}",
          "aws:userid": "${aws:username}",
          "aws:PrincipalType": "*",
        },
      },
    });
    assert.deepEqual(
      [statement?.ofPrincipal, statement?.ofRequest].map((conditions) => conditions?.map(({ key }) => key)),
      [
        ["aws:PrincipalArn", "aws:userid", "aws:PrincipalType"],
        ["kms:ViaService", "aws:PrincipalOrgID", "aws:username"],
      ],
    );
    assert.deepEqual(
      statement?.carriedKeys.map(({ name }) => name),
      ["kms:ViaService"],
    );
  });
});

describe("groups of actions that a policy treats alike", () => {
  const context = { Condition: { StringEquals: { "kms:EncryptionContext:a": "b" } } };
  const cases: readonly (readonly [name: string, statements: readonly Json[], groups: readonly string[]])[] =
    [
      [
        "put first what matters most, and those that work across accounts apart",
        [
          {
            Action: [
              "kms:Verify",
              "kms:EnableKey",
              "kms:Encrypt",
              "kms:Decrypt",
              "kms:Sign",
              "kms:PutKeyPolicy",
              "kms:CreateGrant",
            ],
          },
        ],
        ["Decrypt CreateGrant Sign Encrypt Verify", "PutKeyPolicy EnableKey"],
      ],
      [
        "are parted by another Allow",
        [{ Action: ["kms:Encrypt", "kms:Sign", "kms:Decrypt"] }, { Action: "kms:Sign" }],
        ["Decrypt Encrypt", "Sign"],
      ],
      [
        "are parted by a Deny, which adds none",
        [
          { Action: ["kms:Encrypt", "kms:Sign", "kms:Decrypt"] },
          deny({ Action: ["kms:Sign", "kms:Verify"] }),
        ],
        ["Decrypt Encrypt", "Sign"],
      ],
      [
        "are parted by a condition key that some carry",
        [{ Action: ["kms:Encrypt", "kms:Sign", "kms:Decrypt"], ...context }],
        ["Decrypt Encrypt", "Sign"],
      ],
      [
        "are parted by each of several",
        [
          { Action: ["kms:Encrypt", "kms:Sign", "kms:Decrypt", "kms:Verify"], ...context },
          { Action: ["kms:Encrypt", "kms:Sign"] },
        ],
        ["Decrypt", "Sign", "Encrypt", "Verify"],
      ],
      ["of a Deny alone are none", [deny({ Action: "kms:Sign" })], []],
    ];
  for (const [name, statements, groups] of cases)
    it(name, () => {
      const policy = policyOf(...statements);
      const world = worldOf(policy);
      const { allows, denies } = compilePolicy(policy, world);
      assert.deepEqual(
        actionGroups([...allows, ...denies], world.conditions).map((group) =>
          group.map((action) => action.replace("kms:", "")).join(" "),
        ),
        groups,
      );
    });
});
