import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import { consumerIdentityPolicy } from "../../../../kms/policy/build/consumerIdentityPolicy";
import type { KeyShare } from "../../../../kms/policy/build/intent";
import { shareGrants } from "../../../../kms/policy/build/shareGrants";

const role = (name: string) => `arn:aws:iam::222222222222:role/${name}`;
const grant: KeyShare = { as: "grant", principals: [role("a")], capabilities: ["decrypt"] };
const decrypt = ["Decrypt", "ReEncryptFrom"];

describe("shares that are grants", () => {
  it("are a grant for each role, once, with the operations of the capabilities", () => {
    assert.deepEqual(shareGrants([{ ...grant, principals: [role("a"), role("b"), role("a")] }], {}), [
      { name: "Decrypt", granteePrincipal: role("a"), operations: decrypt },
      { name: "Decrypt", granteePrincipal: role("b"), operations: decrypt },
    ]);
  });

  it("have the operations that a key of their spec serves", () => {
    const [made] = shareGrants([{ ...grant, capabilities: ["generateDataKey", "encrypt"] }], {
      spec: "RSA_2048",
    });
    assert.deepEqual(made?.operations, ["Encrypt", "ReEncryptTo"]);
  });

  it("demand the encryption context, pair by pair", () => {
    const encryptionContext = { tenant: "a", app: "orders" };
    const [made] = shareGrants([{ ...grant, encryptionContext }], {});
    assert.deepEqual(made?.encryptionContextSubset, encryptionContext);
  });

  it("have names of their own, which shares by policy take too", () => {
    const shares: KeyShare[] = [
      { ...grant, as: "policy" },
      grant,
      grant,
      { ...grant, name: "reports", capabilities: ["describe"] },
      { ...grant, name: "Decrypt3" },
    ];
    assert.deepEqual(
      shareGrants(shares, {}).map(({ name }) => name),
      ["Decrypt2", "Decrypt3", "Reports", "Decrypt32"],
    );
  });
});

describe("shares by the key policy", () => {
  const share: KeyShare = { name: "reports", principals: ["222222222222"], capabilities: ["decrypt"] };
  const key = { accountId: "111111111111", region: "eu-central-1" };

  it("name exact members, and the grants that services make for them", () => {
    const more = { principalArns: [role("b"), role("a")], grantsForServices: true };
    const statements = buildKeyPolicy({ shares: [{ ...share, ...more }] }, key).Statement.slice(1);
    const members = { ArnEquals: { "aws:PrincipalArn": [role("a"), role("b")] } };
    assert.deepEqual(
      statements.map(({ Sid, Condition }) => [Sid, Condition]),
      [
        ["ShareReports", members],
        ["ShareReportsGrant", { ...members, Bool: { "kms:GrantIsForAWSResource": "true" } }],
      ],
    );
  });

  it("name nothing but the principals where nothing else is asked for", () => {
    const statements = buildKeyPolicy({ shares: [share] }, key).Statement.slice(1);
    assert.deepEqual(
      statements.map(({ Sid, Condition }) => [Sid, Condition]),
      [["ShareReports", undefined]],
    );
  });

  it("keep what a pattern of names demands beside what the share demands", () => {
    const pattern = role("app-*");
    const more = { principals: [pattern], organization: "o-abc1234567" };
    const [statement] = buildKeyPolicy({ shares: [{ ...share, ...more }] }, key).Statement.slice(1);
    assert.deepEqual(statement?.Principal, { AWS: "arn:aws:iam::222222222222:root" });
    assert.deepEqual(statement.Condition, {
      ArnLike: { "aws:PrincipalArn": pattern },
      StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" },
    });
  });

  it("add no statement where they are grants", () => {
    assert.equal(buildKeyPolicy({ shares: [grant] }, key).Statement.length, 1);
  });

  it("need nothing of the consumer where the key is nowhere", () => {
    assert.deepEqual(consumerIdentityPolicy(share, {}), { Version: "2012-10-17", Statement: [] });
    assert.deepEqual(consumerIdentityPolicy({ ...share, viaServices: ["s3"] }, {}).Statement, []);
  });

  it("need the consumer's statements in the order of the Regions, however the keys come", () => {
    const keys = { "us-east-1": "arn:us", "ap-south-1": "arn:ap", "eu-west-1": "arn:eu" };
    assert.deepEqual(
      consumerIdentityPolicy({ ...share, viaServices: ["s3"] }, keys).Statement.map(({ Sid }) => Sid),
      ["UseSharedKeyapsouth1", "UseSharedKeyeuwest1", "UseSharedKeyuseast1"],
    );
  });
});
