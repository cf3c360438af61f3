import assert from "node:assert/strict";
import { universeOf } from "../../../../kms/policy/analyse/universe";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";
import { conditioned, iam, type Json, options, OWNER, policyOf, STRANGER, TRUSTED, worldOf } from "./given";

const principal = (...AWS: readonly string[]): Json => ({ Principal: { AWS } });
const like = (key: string, ...values: readonly string[]): Json => ({ StringLike: { [key]: values } });

describe("the world of an analysis", () => {
  const accounts: readonly (readonly [name: string, statement: Json, accounts: readonly string[]])[] = [
    ["principals", principal(STRANGER, iam("role/a", "555555555555")), [STRANGER, "555555555555"]],
    ["NotPrincipal", { Principal: undefined, NotPrincipal: { AWS: STRANGER } }, [STRANGER]],
    ["providers", { Principal: { Federated: iam("saml-provider/x", STRANGER) } }, [STRANGER]],
    ["the owner's and trusted accounts apart", principal(OWNER, TRUSTED), []],
    ["conditions on the caller", { Condition: like("kms:CallerAccount", STRANGER) }, [STRANGER]],
    [
      "conditions on the source",
      { Condition: like("aws:SourceArn", `arn:aws:sns:*:${STRANGER}:x`) },
      [STRANGER],
    ],
    ["conditions on the network", { Condition: like("aws:SourceVpce", `vpce-${STRANGER}`) }, [STRANGER]],
    ["no longer numbers", { Condition: like("aws:SourceVpce", `1${STRANGER}`, `${STRANGER}1`) }, []],
    ["no encryption context", { Condition: like("kms:EncryptionContext:a", STRANGER) }, []],
    ["no moment", { Condition: { NumericLessThan: { "aws:EpochTime": STRANGER } } }, []],
    ["nothing of the key", { Condition: like("aws:ResourceAccount", STRANGER) }, []],
    ["nothing that no request carries", { Condition: like("aws:Nonsense", STRANGER) }, []],
    ["nothing of a statement without effect", { ...principal(STRANGER), Resource: undefined }, []],
  ];
  for (const [name, statement, named] of accounts)
    it(`names outside accounts of ${name}`, () => {
      assert.deepEqual(worldOf(policyOf(statement)).namedAccounts, named);
    });

  const strangers: readonly (readonly [name: string, statement: Json, accounts: readonly string[]])[] = [
    ["one that no policy names", {}, ["666666666666"]],
    ["another where the policy names that one", principal("666666666666"), ["777777777777"]],
    [
      "one that is free where it names all usual ones",
      principal("666666666666", "777777777777", "888888888888", "999999999999", "600000000001"),
      ["600000000002"],
    ],
    [
      "those that fit patterns",
      { Condition: like("aws:PrincipalAccount", "4*") },
      ["666666666666", "466666666666", "477777777777", "499999999999"],
    ],
    [
      "those that fit patterns of ARNs",
      { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::4?1111111111:role/*" } } },
      ["666666666666", "461111111111", "471111111111", "491111111111"],
    ],
    [
      "those that fit patterns of sources",
      { Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:4?1111111111:*" } } },
      ["666666666666", "461111111111", "471111111111", "491111111111"],
    ],
    [
      "those that fit patterns of endpoints' owners",
      { Condition: like("aws:VpceAccount", "41111111111?") },
      ["666666666666", "411111111116", "411111111117", "411111111119"],
    ],
    [
      "none that is the owner's or trusted",
      { Condition: like("aws:PrincipalAccount", "11112222333?", "22223333444?") },
      [
        "666666666666",
        ...["111122223336", "111122223337", "111122223339"],
        ...["222233334446", "222233334447", "222233334449"],
      ],
    ],
    [
      "none that is named",
      { ...principal("466666666666"), Condition: like("aws:PrincipalAccount", "4*") },
      ["666666666666", "477777777777", "499999999999"],
    ],
    [
      "none for patterns without digits, with variables, or of another length",
      { Condition: like("aws:PrincipalAccount", "*", "????????????", "4*${aws:userid}", "4?", "4x*") },
      ["666666666666"],
    ],
    [
      "none for exact accounts",
      { Condition: like("aws:PrincipalAccount", "4".repeat(12)) },
      ["666666666666"],
    ],
    [
      "none for patterns of ARNs without an account",
      { Condition: { ArnLike: { "aws:SourceArn": ["arn:aws:s3:::4*", "arn:4*"] } } },
      ["666666666666"],
    ],
    [
      "none for operators that AWS does not have",
      { Condition: { StringMatches: { "aws:PrincipalAccount": "4*" } } },
      ["666666666666"],
    ],
  ];
  for (const [name, statement, expected] of strangers)
    it(`has outside accounts that nobody names: ${name}`, () => {
      assert.deepEqual(worldOf(policyOf(statement)).arbitraryAccounts, expected);
    });

  it("takes no trusted account for a stranger", () => {
    const world = worldOf(policyOf({}), { trustedAccounts: ["666666666666"] });
    assert.deepEqual(world.arbitraryAccounts, ["777777777777"]);
  });

  const organizations: readonly (readonly [
    condition: Json,
    named: readonly string[],
    others: readonly string[],
  ])[] = [
    [{}, [], []],
    [like("aws:PrincipalOrgID", "o-named00001"), ["o-named00001"], []],
    [like("aws:SourceOrgID", "o-named00001"), ["o-named00001"], []],
    [like("aws:VpceOrgID", "o-named00001"), ["o-named00001"], []],
    [like("aws:PrincipalOrgPaths", "o-named00001/r-a/*"), ["o-named00001"], []],
    [like("aws:SourceOrgPaths", "o-named00001/r-a/*"), ["o-named00001"], []],
    [like("aws:VpceOrgPaths", "o-named00001/*"), ["o-named00001"], []],
    [like("aws:PrincipalOrgID", "o-trusted0001"), [], []],
    [like("aws:PrincipalOrgID", "o-${aws:username}", "none"), [], []],
    [like("aws:PrincipalOrgID", "o-abc*"), [], ["o-abczzzzzz"]],
    [like("aws:SourceOrgID", "o-a?c*"), [], ["o-azczzzzzz"]],
    [like("aws:VpceOrgID", "o-abc*"), [], ["o-abczzzzzz"]],
    [like("aws:PrincipalOrgPaths", "o-abc*/r-a/*"), [], ["o-abczzzzzz"]],
    [like("aws:SourceOrgPaths", "o-abc*/*"), [], ["o-abczzzzzz"]],
    [like("aws:PrincipalOrgID", "*", "?-abc*", "o-*${aws:username}"), [], []],
    [like("aws:PrincipalOrgID", "o-trusted000?"), [], ["o-trusted000z"]],
  ];
  for (const [condition, named, others] of organizations)
    it(`has for ${JSON.stringify(condition)} the organizations ${[...named, ...others].join(", ") || "of nobody"}`, () => {
      const world = worldOf(conditioned(condition));
      assert.deepEqual(world.namedOrganizations, named);
      assert.deepEqual(world.arbitraryOrganizations, ["o-outsider00", ...others]);
    });

  it("takes no trusted organization for a stranger's", () => {
    const world = worldOf(policyOf({}), { trustedOrganizations: ["o-outsider00"] });
    assert.deepEqual(world.arbitraryOrganizations, []);
  });

  it("trusts nobody where nobody is said to be trusted", () => {
    const world = universeOf([policyOf(principal(TRUSTED))], { ownerAccount: OWNER });
    assert.deepEqual([world.trustedAccounts.size, world.trustedOrganizations], [0, []]);
    assert.deepEqual(world.namedAccounts, [TRUSTED]);
    assert.ok(Math.abs(world.now.getTime() - Date.now()) < 60_000);
  });

  const places: readonly (readonly [
    name: string,
    region: string | undefined,
    keyArn: string | undefined,
    AWS: string,
    place: readonly [region: string, isKnown: boolean, partition: string],
  ])[] = [
    ["a Region", "eu-west-1", undefined, "*", ["eu-west-1", true, "aws"]],
    ["a Region of China", "cn-north-1", undefined, "*", ["cn-north-1", true, "aws-cn"]],
    [
      "a Region of China before a principal",
      "cn-north-1",
      undefined,
      iam("role/a"),
      ["cn-north-1", true, "aws-cn"],
    ],
    [
      "a key's Region",
      undefined,
      `arn:aws-cn:kms:cn-north-1:${OWNER}:key/1`,
      "*",
      ["cn-north-1", true, "aws-cn"],
    ],
    [
      "the Region before the key's",
      "eu-west-1",
      `arn:aws:kms:us-east-2:${OWNER}:key/1`,
      "*",
      ["eu-west-1", true, "aws"],
    ],
    ["nothing", undefined, undefined, "*", ["us-east-1", false, "aws"]],
    [
      "a principal",
      undefined,
      undefined,
      `arn:aws-us-gov:iam::${OWNER}:role/a`,
      ["us-east-1", false, "aws-us-gov"],
    ],
  ];
  for (const [name, region, keyArn, AWS, place] of places)
    it(`is in the Region and partition of ${name}`, () => {
      const world = universeOf([policyOf(principal("*", AWS))], {
        ownerAccount: OWNER,
        ...(region !== undefined && { region }),
        ...(keyArn !== undefined && { keyArn }),
      });
      assert.deepEqual(
        [world.region, world.regionIsKnown, world.partition, world.keyArn],
        [...place, keyArn],
      );
    });

  it("knows the version of each policy's conditions", () => {
    const condition = { StringEquals: { "aws:PrincipalArn": "${aws:username}" } };
    const [old, young] = ["2008-10-17", "2012-10-17"].map((Version) =>
      keyPolicyFromJson({
        Version,
        Statement: [
          { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*", Condition: condition },
        ],
      }),
    );
    assert.ok(old !== undefined && young !== undefined);
    const versions = (policies: readonly (typeof old)[]): unknown => {
      const { conditions, versionOf } = universeOf(policies, options);
      return conditions.map(versionOf);
    };
    assert.deepEqual(versions([old]), ["2008-10-17"]);
    assert.deepEqual(versions([old, young]), ["2008-10-17", "2012-10-17"]);
  });

  const apart: readonly (readonly [condition: Json, is: boolean])[] = [
    [{}, false],
    [like("kms:CallerAccount", STRANGER), false],
    [like("aws:SourceIp", "192.0.2.0"), false],
    [like("aws:SourceAccount", STRANGER), true],
    [like("aws:VpceAccount", STRANGER), true],
    [like("kms:ViaService", "s3", "${aws:username}"), true],
  ];
  for (const [condition, is] of apart)
    it(`${is ? "tells" : "does not tell"} principals apart for ${JSON.stringify(condition)}`, () => {
      assert.equal(worldOf(conditioned(condition)).tellsAccountsApart, is);
    });
});
