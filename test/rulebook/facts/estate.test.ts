import assert from "node:assert/strict";
import { estateOf, type Resource, resolve, type Reference } from "../../../rulebook/facts";
import { aKey, soundAlias, soundConsumer, soundGrant, soundIdentityPolicy, soundKey } from "../soundKey";

const resource = (id: string, ...names: string[]): { readonly resource: Resource } => ({
  resource: { id, type: "aws:kms/key:Key", name: id, ...(names.length > 0 && { names }) },
});
const candidates = [
  resource("urn:a", "arn:a", "shared"),
  resource("urn:b", "arn:b", "shared", "urn:c"),
  resource("urn:c", "arn:c"),
  resource("urn:c", "arn:again"),
  resource("urn:plain"),
];
const byId = (id: string): Reference => ({ to: "resource", id });
const byText = (text: string): Reference => ({ to: "text", text });

const cases: readonly [what: string, reference: Reference, found: number | undefined][] = [
  ["a resource by its id", byId("urn:a"), 0],
  ["the first of two with one id", byId("urn:c"), 2],
  ["no resource by what else it is called", byId("arn:a"), undefined],
  ["no resource by an id that is not there", byId("urn:x"), undefined],
  ["a name", byText("arn:c"), 2],
  ["an id in a text", byText("urn:plain"), 4],
  ["the first that goes by a name", byText("shared"), 0],
  ["the first that goes by an id or a name", byText("urn:c"), 1],
  ["no name that is not there", byText("arn:x"), undefined],
];

describe("a reference finds", () => {
  // Few candidates are searched one by one, many are looked up: with the same result.
  for (const more of [0, 11, 12, 50]) {
    for (const [what, reference, found] of cases) {
      it(`${what}, among ${candidates.length + more}`, () => {
        const others = Array.from({ length: more }, (_, index) => resource(`urn:more:${index}`));
        const all = [...candidates, ...others];
        const expected = found === undefined ? undefined : candidates[found];
        assert.equal(resolve(reference, all), expected);
        assert.equal(resolve(reference, all), expected);
      });
    }
  }
});

describe("an estate", () => {
  it("holds what each resource is, by kind and in order", () => {
    const second = { ...soundKey, tags: {} };
    const estate = estateOf([
      aKey(),
      { alias: soundAlias },
      { key: second },
      { grant: soundGrant, consumer: soundConsumer },
      { identityPolicy: soundIdentityPolicy },
    ]);
    const { key, keyPolicy, alias, grant, consumer, identityPolicy, ...others } = estate;
    assert.deepEqual(key, [soundKey, second]);
    assert.deepEqual(keyPolicy, [soundKey]);
    assert.deepEqual([alias, grant, consumer], [[soundAlias], [soundGrant], [soundConsumer]]);
    assert.deepEqual(identityPolicy, [soundIdentityPolicy]);
    for (const [kind, facts] of Object.entries(others)) assert.deepEqual(facts, [], kind);
  });
});
