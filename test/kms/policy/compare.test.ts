import assert from "node:assert/strict";
import { type AccessChange, compare } from "../../../kms/policy/compare";
import { decide } from "../../../kms/policy/evaluate/decide";
import { ANYONE, iam, type Json, options, OWNER, policyOf, root, STRANGER } from "./analyse/given";

/** `0 named role/x of 444455556666, given IAM: kms:Decrypt`: the statement that allows it, who, what. */
function told({ statement, zone, principals, account, needsIdentityPolicy, actions }: AccessChange): string {
  const names = principals.map((name) => name.replace(/^arn:aws:iam::\d+:/, "")).join(" ");
  return `${statement.index} ${zone} ${names} of ${account}${needsIdentityPolicy ? ", given IAM" : ""}: ${actions.join(" ")}`;
}

const app: Json = { Principal: { AWS: iam("role/app") } };
const key = (id: string): string => `arn:aws:kms:us-east-1:${OWNER}:key/${id}`;
const deny = (more: Json): Json => ({ Effect: "Deny", ...more });
const through = (service: string): Json => ({
  StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
});

interface Case {
  readonly name: string;
  readonly before: readonly Json[];
  readonly after: readonly Json[];
  readonly gained?: readonly string[];
  readonly lost?: readonly string[];
}

const gainsDecrypt = [`0 owner role/app of ${OWNER}: kms:Decrypt`];

const cases: readonly Case[] = [
  { name: "nothing", before: [root, app], after: [root, app] },
  {
    name: "another action, in order",
    before: [{ ...app, Action: "kms:Encrypt" }],
    after: [
      { ...app, Action: ["kms:Sign", "kms:Verify", "kms:Decrypt", "kms:Encrypt", "kms:CancelKeyDeletion"] },
    ],
    gained: [`0 owner role/app of ${OWNER}: kms:CancelKeyDeletion kms:Decrypt kms:Sign kms:Verify`],
  },
  {
    name: "one action for another",
    before: [{ ...app, Action: "kms:Encrypt" }],
    after: [app],
    gained: gainsDecrypt,
    lost: [`0 owner role/app of ${OWNER}: kms:Encrypt`],
  },
  {
    name: "for another account, what works from there",
    before: [root],
    after: [
      root,
      { Principal: { AWS: STRANGER }, Action: ["kms:PutKeyPolicy", "kms:DescribeKey", "kms:EnableKey"] },
    ],
    gained: [`1 named role/outsider of ${STRANGER}, given IAM: kms:DescribeKey`],
  },
  {
    name: "for another account, nothing that never works from there",
    before: [root],
    after: [root, { Principal: { AWS: STRANGER }, Action: ["kms:PutKeyPolicy", "kms:EnableKey"] }],
  },
  {
    name: "twice, told once of the first statement",
    before: [root],
    after: [root, app, { ...app, Action: ["kms:Decrypt", "kms:Encrypt"] }],
    gained: [`1 owner role/app of ${OWNER}: kms:Decrypt`, `2 owner role/app of ${OWNER}: kms:Encrypt`],
  },
  {
    name: "for everyone, and told of no stranger again",
    before: [],
    after: [{ Principal: { AWS: ["*", STRANGER] } }],
    gained: [
      `0 arbitrary role/outsider of ${ANYONE}, given IAM: kms:Decrypt`,
      `0 owner role/colleague of ${OWNER}: kms:Decrypt`,
    ],
  },
  {
    name: "by name what the account's IAM policies could give before",
    before: [root],
    after: [root, app],
    gained: [`1 owner role/app of ${OWNER}: kms:Decrypt`],
  },
  {
    name: "through the account what was given by name: nothing but for the others",
    before: [{ Principal: { AWS: [iam("role/app")] } }],
    after: [{ Principal: { AWS: [iam("role/app"), OWNER] } }],
    gained: [`0 owner role/colleague of ${OWNER}, given IAM: kms:Decrypt`],
  },
  {
    name: "outside by name what the account outside had, which always needs its IAM policies",
    before: [{ Principal: { AWS: STRANGER } }],
    after: [{ Principal: { AWS: [STRANGER, iam("role/x", STRANGER)] } }],
  },
  { name: "a Deny less", before: [app, deny(app)], after: [app], gained: gainsDecrypt },
  {
    name: "a Deny of the whole account less",
    before: [app, deny({ Principal: { AWS: OWNER } })],
    after: [app],
    gained: gainsDecrypt,
  },
  {
    name: "one of two Denies less, the other of which stops nothing",
    before: [
      { ...app, Condition: through("s3") },
      deny({ ...app, Condition: through("rds") }),
      deny({ ...app, Condition: through("s3") }),
    ],
    after: [{ ...app, Condition: through("s3") }],
    gained: gainsDecrypt,
  },
  {
    name: "a Deny of another action less",
    before: [app, deny({ ...app, Action: "kms:Encrypt" })],
    after: [app],
  },
  {
    name: "a Deny of another principal less",
    before: [app, deny({ Principal: { AWS: iam("role/other") } })],
    after: [app],
  },
  {
    name: "a Deny with another condition",
    before: [app, deny({ ...app, Condition: through("s3") })],
    after: [app, deny({ ...app, Condition: through("rds") })],
    gained: gainsDecrypt,
    lost: gainsDecrypt,
  },
  {
    name: "one key for another",
    before: [{ ...app, Resource: key("1") }],
    after: [{ ...app, Resource: key("2") }],
    gained: gainsDecrypt,
    lost: gainsDecrypt,
  },
  {
    name: "a Deny on another key less",
    before: [{ ...app, Resource: key("1") }, deny({ ...app, Resource: key("2") })],
    after: [{ ...app, Resource: key("1") }],
  },
  {
    name: "a condition that two others together were",
    before: [
      { ...app, Condition: through("s3") },
      { ...app, Condition: through("rds") },
    ],
    after: [
      {
        ...app,
        Condition: {
          StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "rds.us-east-1.amazonaws.com"] },
        },
      },
    ],
  },
];

describe("a change of key policy gives", () => {
  for (const { name, before, after, gained = [], lost = [] } of cases)
    it(name, () => {
      const [old, young] = [policyOf(...before), policyOf(...after)];
      const difference = compare(old, young, options);
      assert.deepEqual(difference.gained.map(told), gained);
      assert.deepEqual(difference.lost.map(told), lost);
      assert.ok(difference.complete);
      for (const { witness } of difference.gained) assert.equal(decide(young, witness).decision, "allowed");
      for (const { witness } of difference.lost) assert.equal(decide(old, witness).decision, "allowed");
    });
});
