import assert from "node:assert/strict";
import { ownerFrom } from "../../../rulebook/policy/owner";
import { allow, documentOf } from "../soundKey";

const A = "111111111111";
const B = "222222222222";
const NOBODY = "000000000000";
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const administers = (account: string) => allow(root(account), "kms:*");
const uses = (account: string) => allow(root(account), "kms:Decrypt");

const cases: readonly [what: string, statements: readonly object[], owner: string][] = [
  ["the account that may do everything", [administers(A)], A],
  ["the first that may change the policy", [uses(B), administers(A)], A],
  ["the first of two that may change the policy", [administers(A), administers(B)], A],
  [
    "the one that may put the policy among other actions",
    [uses(B), allow(root(A), ["kms:Decrypt", "kms:PutKeyPolicy"])],
    A,
  ],
  [
    "the one that may all but one action",
    [uses(B), { ...administers(A), Action: undefined, NotAction: "kms:Sign" }],
    A,
  ],
  [
    "the account of a role that administers",
    [uses(B), allow({ AWS: `arn:aws:iam::${A}:role/Admin` }, "kms:Put*")],
    A,
  ],
  ["no account that a Deny names", [{ ...administers(B), Effect: "Deny" }, administers(A)], A],
  ["the only account that is named, if none administers", [uses(A), uses(A)], A],
  ["the only account that a Deny names", [{ ...uses(A), Effect: "Deny" }], A],
  ["the only account of a NotPrincipal", [{ ...uses(A), Principal: undefined, NotPrincipal: root(A) }], A],
  ["nobody, if none administers and two are named", [uses(A), uses(B)], NOBODY],
  ["nobody, if none is named", [allow("*", "kms:Decrypt")], NOBODY],
  ["nobody, if a service alone is named", [allow({ Service: "s3.amazonaws.com" }, "kms:*")], NOBODY],
  ["nobody under an empty policy", [], NOBODY],
  ["the named account beside a star that administers", [allow("*", "kms:*"), uses(A)], A],
];

describe("the owner of a key by its policy", () => {
  for (const [what, statements, owner] of cases)
    it(`is ${what}`, () => {
      assert.equal(ownerFrom(documentOf(...statements)), owner);
    });
});
