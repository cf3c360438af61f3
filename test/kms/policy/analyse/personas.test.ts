import assert from "node:assert/strict";
import { Budget } from "../../../../kms/policy/analyse/budget";
import { isOutside, type Persona, requestOf } from "../../../../kms/policy/analyse/persona";
import { personasOf, zoneOf } from "../../../../kms/policy/analyse/personas";
import { ANYONE, iam, type Json, OWNER, policyOf, STRANGER, TRUSTED, worldOf } from "./given";

function personas(statement: Json, budget = new Budget()): readonly Persona[] {
  const policy = policyOf(statement);
  return personasOf([policy], worldOf(policy), budget);
}

/** `named 444455556666:role/a, by name`: zone, principal, whether the policy names it itself. */
function told({ zone, principal, explicit }: Persona): string {
  return `${zone} ${principal.replace("arn:aws:iam::", "")}${explicit ? ", by name" : ""}`;
}

/** Whom a statement adds to those who are always there. */
function added(statement: Json): readonly string[] {
  const usual = personas({}).map(told);
  return personas(statement)
    .map(told)
    .filter((persona) => !usual.includes(persona));
}

const principals = (...AWS: readonly string[]): Json => ({ Principal: { AWS } });
const like = (key: string, ...values: readonly string[]): Json => ({
  Condition: { StringLike: { [key]: values } },
});
const manyRoles = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => iam(`role/only-${index}-*`));

describe("the principals that an analysis tries", () => {
  it("are always a role and a user outside, in the account and in trusted ones, those outside first", () => {
    assert.deepEqual(
      personas({}).map(({ zone, principalType, principal, account, context, explicit }) => [
        ...[zone, principalType, principal.replace("arn:aws:iam::", ""), account],
        ...[context["aws:userid"], explicit],
      ]),
      [
        ["arbitrary", "AWS", `${ANYONE}:role/outsider`, ANYONE, "AROASOMEBODYSOMEBODY0:outsider", false],
        ["arbitrary", "AWS", `${ANYONE}:user/outsider`, ANYONE, "AIDASOMEBODYSOMEBODY0", false],
        ["owner", "AWS", `${OWNER}:role/colleague`, OWNER, "AROASOMEBODYSOMEBODY0:colleague", false],
        ["owner", "AWS", `${OWNER}:user/colleague`, OWNER, "AIDASOMEBODYSOMEBODY0", false],
        ["trusted", "AWS", `${TRUSTED}:role/colleague`, TRUSTED, "AROASOMEBODYSOMEBODY0:colleague", false],
        ["trusted", "AWS", `${TRUSTED}:user/colleague`, TRUSTED, "AIDASOMEBODYSOMEBODY0", false],
      ],
    );
  });

  const cases: readonly (readonly [name: string, statement: Json, added: readonly string[]])[] = [
    [
      "roles and users by name, each once, the root user last, and no group",
      principals(iam("root"), iam("role/a"), iam("user/b"), iam("role/a"), iam("group/g"), iam("role/w*")),
      [`owner ${OWNER}:role/a, by name`, `owner ${OWNER}:user/b, by name`, `owner ${OWNER}:root`],
    ],
    [
      "accounts outside, and roles there",
      principals(STRANGER, iam("role/a", STRANGER)),
      [
        `named ${STRANGER}:role/outsider`,
        `named ${STRANGER}:user/outsider`,
        `named ${STRANGER}:role/a, by name`,
      ],
    ],
    ["roles of trusted accounts", principals(iam("role/a", TRUSTED)), [`trusted ${TRUSTED}:role/a, by name`]],
    [
      "NotPrincipal",
      { Principal: undefined, NotPrincipal: { AWS: iam("role/a") } },
      [`owner ${OWNER}:role/a, by name`],
    ],
    [
      "conditions that name a role, but no variables",
      like("aws:PrincipalArn", iam("role/a"), iam("role/${aws:username}")),
      [`owner ${OWNER}:role/a, by name`],
    ],
    ["a pattern of roles", like("aws:PrincipalArn", iam("role/team-?*")), [`owner ${OWNER}:role/team-x`]],
    ["a pattern with a variable", like("aws:PrincipalArn", iam("role/*${aws:username}")), []],
    [
      "a pattern of everything in every account",
      like("aws:PrincipalArn", iam("*", "*")),
      [
        ...["role/x", "user/x", "root"].map((name) => `arbitrary ${ANYONE}:${name}`),
        ...["role/x", "user/x", "root"].map((name) => `owner ${OWNER}:${name}`),
        ...["role/x", "user/x", "root"].map((name) => `trusted ${TRUSTED}:${name}`),
      ],
    ],
    [
      "two patterns that one role fits",
      like("aws:PrincipalArn", iam("role/a*"), iam("role/*b")),
      [`owner ${OWNER}:role/a`, `owner ${OWNER}:role/ab`, `owner ${OWNER}:role/b`],
    ],
    [
      "a pattern of what no principal is yet, from outside",
      like("aws:PrincipalArn", iam("box/?*", "*")),
      [`arbitrary ${ANYONE}:box/x`],
    ],
    [
      "a pattern of what no principal is yet, of a named account",
      like("aws:PrincipalArn", iam("box/?*", STRANGER)),
      [`named ${STRANGER}:role/outsider`, `named ${STRANGER}:user/outsider`, `named ${STRANGER}:box/x`],
    ],
    [
      "users by name or pattern, in every account",
      like("aws:username", "al?", "bob", "${aws:userid}", ""),
      [
        `arbitrary ${ANYONE}:user/alx`,
        `arbitrary ${ANYONE}:user/bob`,
        `owner ${OWNER}:user/alx`,
        `owner ${OWNER}:user/bob`,
        `trusted ${TRUSTED}:user/alx`,
        `trusted ${TRUSTED}:user/bob`,
      ],
    ],
    [
      "identity providers: public ones serve anyone, others their account",
      {
        Principal: {
          Federated: [
            "*",
            "www.amazon.com",
            "graph.facebook.com",
            "cognito-identity.amazonaws.com",
            iam("saml-provider/x"),
            iam("saml-provider/x", TRUSTED),
            "idp.example.com",
          ],
        },
      },
      [
        "arbitrary accounts.google.com, by name",
        "arbitrary www.amazon.com, by name",
        "arbitrary graph.facebook.com, by name",
        "arbitrary cognito-identity.amazonaws.com, by name",
        `owner ${OWNER}:saml-provider/x, by name`,
        `trusted ${TRUSTED}:saml-provider/x, by name`,
        "named idp.example.com, by name",
      ],
    ],
    [
      "services, for an outsider and for the owner",
      { Principal: { Service: ["s3.amazonaws.com", "*"] } },
      [
        ...["service s3.amazonaws.com, by name", "service s3.amazonaws.com, by name"],
        ...["service cloudtrail.amazonaws.com, by name", "service cloudtrail.amazonaws.com, by name"],
      ],
    ],
    [
      "services that a condition names",
      like("aws:PrincipalServiceName", "logs.amazonaws.com"),
      ["service logs.amazonaws.com, by name", "service logs.amazonaws.com, by name"],
    ],
    [
      "services that a condition on lists names",
      like("aws:PrincipalServiceNamesList", "logs.amazonaws.com"),
      ["service logs.amazonaws.com, by name", "service logs.amazonaws.com, by name"],
    ],
  ];
  for (const [name, statement, expected] of cases)
    it(`with ${name}`, () => {
      assert.deepEqual(added(statement), expected);
    });

  it("act as services for an outsider's account and for the owner's", () => {
    const services = personas({ Principal: { Service: "s3.amazonaws.com" } }).filter(
      ({ principalType }) => principalType === "Service",
    );
    assert.deepEqual(
      services.map(({ account }) => account),
      [ANYONE, OWNER],
    );
  });

  it("come from the account of their provider, or from an outsider's where it has none", () => {
    const users = personas({ Principal: { Federated: [iam("saml-provider/x"), "idp.example.com"] } }).filter(
      ({ principalType }) => principalType === "Federated",
    );
    assert.deepEqual(
      users.map(({ account }) => account),
      [OWNER, ANYONE],
    );
  });

  it("have the unique ids that conditions name, those that anybody may have among the outsiders", () => {
    const ids = personas(like("aws:userid", "AROA*:one", "AIDA1", "AROA1:*", "${aws:username}", ""));
    assert.deepEqual(
      ids
        .slice(personas({}).length)
        .map(({ zone, principal, context, explicit }) => [
          ...[zone, principal, context["aws:userid"], explicit],
        ]),
      [
        ["arbitrary", iam("role/outsider", ANYONE), "AROA:one", false],
        ["named", iam("role/outsider", ANYONE), "AIDA1", false],
        ["named", iam("role/outsider", ANYONE), "AROA1:", false],
      ],
    );
  });

  it("have the account's number as the root user's unique id", () => {
    const [rootUser] = personas(principals(iam("root"))).filter(({ principal }) =>
      principal.endsWith(":root"),
    );
    assert.equal(rootUser?.context["aws:userid"], OWNER);
  });

  it("fit pairs of up to twelve patterns, and more patterns one by one", () => {
    const pair = [iam("role/a*"), iam("role/*b")];
    assert.ok(added(like("aws:PrincipalArn", ...pair, ...manyRoles(10))).includes(`owner ${OWNER}:role/ab`));
    const many = added(like("aws:PrincipalArn", ...pair, ...manyRoles(11)));
    assert.ok(!many.includes(`owner ${OWNER}:role/ab`));
    assert.ok(many.includes(`owner ${OWNER}:role/b`));
  });

  it("are looked for within bounds", () => {
    const budget = new Budget(900);
    personas(like("aws:PrincipalArn", ...manyRoles(20)), budget);
    assert.ok(budget.isSpent);
  });
});

describe("a persona", () => {
  it("is outside where it is neither the owner's, nor trusted, nor a service", () => {
    const all = personas({ Principal: { AWS: STRANGER, Service: "s3.amazonaws.com" } });
    const outside = new Set(all.filter(isOutside).map(({ zone }) => zone));
    assert.deepEqual([...outside], ["arbitrary", "named"]);
  });

  it("stands where its account stands, and outside where that is unknown", () => {
    const world = worldOf(policyOf({}));
    assert.deepEqual(
      [OWNER, TRUSTED, STRANGER, undefined].map((account) => zoneOf(account, world)),
      ["owner", "trusted", "named", "named"],
    );
  });

  it("asks with its own keys and those that are chosen, a service without an account", () => {
    const [role] = personas({});
    const service = personas({ Principal: { Service: "s3.amazonaws.com" } }).at(-1);
    assert.ok(role !== undefined && service !== undefined);
    assert.deepEqual(requestOf(role, "kms:Decrypt", "*", { "aws:SourceIp": "192.0.2.7" }), {
      principalType: "AWS",
      principal: iam("role/outsider", ANYONE),
      account: ANYONE,
      action: "kms:Decrypt",
      resource: "*",
      context: { "aws:userid": "AROASOMEBODYSOMEBODY0:outsider", "aws:SourceIp": "192.0.2.7" },
    });
    assert.deepEqual(requestOf(service, "kms:Decrypt", "*"), {
      principalType: "Service",
      principal: "s3.amazonaws.com",
      action: "kms:Decrypt",
      resource: "*",
      context: {},
    });
    assert.deepEqual(role.lookup("aws:principalarn"), [iam("role/outsider", ANYONE)]);
    assert.deepEqual(role.lookup("aws:userid"), ["AROASOMEBODYSOMEBODY0:outsider"]);
    assert.equal(role.lookup("aws:sourceip"), undefined);
  });
});
