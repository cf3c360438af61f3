import assert from "node:assert/strict";
import { dependsOnPersona, isUsuallyMissing } from "../../../../kms/policy/analyse/candidates";
import { carriedKeys, isCarried, setterOf, variableOf } from "../../../../kms/policy/analyse/keyTraits";
import { Persona } from "../../../../kms/policy/analyse/persona";
import { conditioned } from "./given";

/** Who sets a key; whether it is missing from most requests; whether what it may be depends on who asks. */
const traits: readonly (readonly [key: string, setter: string, isMissing: boolean, depends: boolean])[] = [
  ["aws:principalarn", "principal", false, false],
  ["kms:calleraccount", "principal", false, false],
  ["aws:principalorgid", "organization", false, false],
  ["aws:sourceaccount", "source", true, true],
  ["aws:sourcearn", "source", true, true],
  ["aws:vpceaccount", "vpcOwner", true, true],
  ["aws:sourceip", "network", false, false],
  ["aws:resourceaccount", "key", false, false],
  ["aws:currenttime", "time", false, false],
  ["aws:principaltag/team", "caller", true, false],
  ["kms:viaservice", "caller", true, false],
  ["kms:encryptioncontext:a", "caller", true, false],
  ["aws:securetransport", "caller", false, false],
  ["saml:aud", "federation", true, false],
  ["accounts.google.com:sub", "federation", true, false],
  ["aws:nonsense", "nobody", false, false],
];
const persona = (principalType: "AWS" | "Service"): Persona =>
  new Persona({ zone: "owner", principalType, principal: "x", account: "", context: {}, explicit: false });

describe("condition keys", () => {
  for (const [key, setter, isMissing, depends] of traits)
    it(`${key} is set by ${setter}${isMissing ? ", and mostly missing" : ""}`, () => {
      assert.equal(setterOf(key), setter);
      assert.equal(isUsuallyMissing(key), isMissing);
      assert.equal(dependsOnPersona(key, persona("AWS")), depends);
      assert.equal(dependsOnPersona(key, persona("Service")), true);
    });

  it("that are chosen together are one variable", () => {
    const variables = ["aws:principalorgpaths", "aws:principalorgid", "aws:epochtime", "aws:sourceip"].map(
      variableOf,
    );
    assert.deepEqual(variables, ["organization", "organization", "time", "aws:sourceip"]);
    assert.equal(dependsOnPersona("organization", persona("AWS")), true);
  });

  it("of KMS are carried by some actions, each told once", () => {
    const [statement] = conditioned({
      StringEquals: {
        "kms:ViaService": "a",
        "aws:SourceIp": "b",
        "kms:EncryptionContext:a": "c",
        "kms:Nonsense": "d",
      },
      StringLike: { "KMS:viaservice": "a", "kms:EncryptionContext:b": "c" },
    }).statements;
    assert.deepEqual(
      carriedKeys(statement?.conditions ?? []).map(({ name }) => name),
      ["kms:ViaService", "kms:EncryptionContext:*"],
    );
  });

  it("come with the actions that AWS lists, kms:ViaService with no administration", () => {
    const [viaService, encryptionContext] = ["kms:ViaService", "kms:EncryptionContext:a"].map((key) => {
      const [statement] = conditioned({ StringEquals: { [key]: "a" } }).statements;
      return carriedKeys(statement?.conditions ?? [])[0];
    });
    assert.ok(viaService !== undefined && encryptionContext !== undefined);
    const carried = (action: string): readonly boolean[] =>
      [viaService, encryptionContext].map((key) => isCarried(action, key));
    assert.deepEqual(carried("kms:Decrypt"), [true, true]);
    assert.deepEqual(carried("kms:Sign"), [true, false]);
    assert.deepEqual(carried("kms:PutKeyPolicy"), [false, false]);
    assert.deepEqual(carried("kms:EnableKey"), [false, false]);
  });
});
