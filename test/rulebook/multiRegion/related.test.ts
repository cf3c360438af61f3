import assert from "node:assert/strict";
import { type KeyFacts, type PolicyFacts, type Reference, UNKNOWN } from "../../../rulebook/facts";
import { policyInForce, primaryOf, relatedKeys } from "../../../rulebook/multiRegion/related";
import { aKey, aReplica, estate, OWNER, place, soundKey, soundReplica } from "../soundKey";

const arn = (region: string, id: string) => `arn:aws:kms:${region}:${OWNER}:key/${id}`;
const liveKey = (region: string, id: string, changes: Partial<KeyFacts> = {}): KeyFacts => ({
  ...soundKey,
  resource: { id: arn(region, id), type: "key", name: id },
  region,
  ...changes,
});
const to = (id: string): Reference => ({ to: "resource", id });
const text = (name: string): Reference => ({ to: "text", text: name });
const replicaOf = (primary: KeyFacts["primary"]): KeyFacts => ({ ...soundReplica, primary });

const other = liveKey("us-east-1", "mrk-2");
const primary = liveKey("us-east-1", "mrk-1");
const ownReplica = liveKey("us-west-2", "mrk-1", { role: "replica" });
const single = liveKey("us-east-1", "mrk-3", { role: "singleRegion" });
const keys = [ownReplica, single, other, primary];

const cases: readonly [what: string, primary: KeyFacts["primary"], found: KeyFacts | undefined][] = [
  ["by its id", to(primary.resource.id), primary],
  ["by its ARN", text(arn("us-east-1", "mrk-1")), primary],
  ["by the ARN of a related key in another Region", text(arn("eu-west-1", "mrk-1")), primary],
  ["by the ARN of the replica itself", text(arn("us-west-2", "mrk-1")), primary],
  ["not where the id is not of a key with replicas", to(single.resource.id), undefined],
  ["not by the id of a key elsewhere", to(arn("eu-west-1", "mrk-1")), undefined],
  ["not by the ARN of another key", text(arn("us-east-1", "mrk-9")), undefined],
  ["not by a text that is no ARN", text("mrk-1"), undefined],
  ["not where it is not known", UNKNOWN, undefined],
  ["not where none is named", undefined, undefined],
];

describe("the primary key of a replica is found", () => {
  for (const [what, reference, found] of cases) {
    it(what, () => {
      assert.equal(primaryOf(replicaOf(reference), keys), found);
    });
  }

  it("not among keys that are made only now and have no ARN", () => {
    assert.equal(primaryOf(replicaOf(text(arn("us-east-1", "mrk-1"))), [soundKey]), undefined);
  });

  it("among the keys of an estate, for its replicas alone", () => {
    const own = to(soundKey.resource.id);
    const stray = { ...place("aws:kms/replicaKey:ReplicaKey", "stray"), primary: to("urn:elsewhere") };
    const pretender = { ...place("aws:kms/key:Key", "pretender"), primary: own };
    const related = relatedKeys(estate(aKey(), aReplica(), aReplica(stray), aKey(pretender)));
    assert.deepEqual(related, [{ primary: soundKey, replica: soundReplica }]);
  });
});

describe("the policy in force on a key", () => {
  const apart = (attachedTo: PolicyFacts["attachedTo"]): { readonly keyPolicy: PolicyFacts } => ({
    keyPolicy: { ...soundKey, ...place("aws:kms/keyPolicy:KeyPolicy", "apart"), attachedTo },
  });

  it("is one that is attached to it", () => {
    const { keyPolicy } = apart(to(soundKey.resource.id));
    assert.equal(policyInForce(soundKey, estate(aKey(), { keyPolicy })), keyPolicy);
  });

  for (const [what, attachedTo] of [
    ["another key", to("urn:other")],
    ["what is not known", UNKNOWN],
    ["nothing", undefined],
  ] as const) {
    it(`is its own where one apart is attached to ${what}`, () => {
      assert.equal(policyInForce(soundKey, estate(aKey(), apart(attachedTo))), soundKey);
    });
  }
});
