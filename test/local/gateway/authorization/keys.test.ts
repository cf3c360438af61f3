import assert from "node:assert/strict";
import type { AskKms } from "../../../../local/gateway/authorization/kms/keyFacts";
import { Keys } from "../../../../local/gateway/authorization/kms/keys";
import { AwsError } from "../../../../local/gateway/awsError";

const arn = "arn:aws:kms:us-east-1:111111111111:key/mrk-1";
const metadata = {
  AWSAccountId: "111111111111",
  KeyId: "mrk-1",
  Arn: arn,
  KeyState: "Enabled",
  KeySpec: "SYMMETRIC_DEFAULT",
  KeyUsage: "ENCRYPT_DECRYPT",
  Origin: "AWS_KMS",
};

describe("the facts of keys", () => {
  let asked: string[];
  let keys: Keys;
  beforeEach(() => {
    asked = [];
    const ask: AskKms = (operation, { KeyId }, region, account) => {
      asked.push(`${operation} ${String(KeyId)} ${region} ${account}`);
      if (!["mrk-1", "alias/one"].includes(String(KeyId))) {
        return Promise.reject(new AwsError("NotFoundException", "there is none"));
      }
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
      const Grants = [{ GrantId: "g", GranteePrincipal: "p", Operations: ["Decrypt"] }];
      return Promise.resolve({ KeyMetadata: metadata, Policy, Grants });
    };
    keys = new Keys(ask, (keyId) => (keyId === "mrk-foreign" ? "222222222222" : undefined));
  });

  it("are asked once, and again once something may have changed them", async () => {
    await keys.find(arn);
    const first = asked.length;
    await keys.find(arn);
    keys.changed("Encrypt", { KeyId: arn });
    keys.changed("GetKeyPolicy", { KeyId: arn });
    keys.changed("PutKeyPolicy", { KeyId: "another" });
    await keys.find(arn);
    assert.equal(asked.length, first);
    for (const KeyId of [arn, "mrk-1", "arn:aws:kms:eu-west-1:111111111111:key/mrk-1"]) {
      keys.changed("PutKeyPolicy", { KeyId });
      await keys.find(arn);
    }
    assert.equal(asked.length, 4 * first);
  });

  it("are nothing where there is no such key, and that is not remembered", async () => {
    const none = "arn:aws:kms:us-east-1:111111111111:key/none";
    assert.equal(await keys.find(none), undefined);
    const first = asked.length;
    assert.equal(await keys.find(none), undefined);
    assert.equal(asked.length, 2 * first);
  });

  it("are found by every name that a key has", async () => {
    const found = (id: string, account = "111111111111") => keys.arnOf(id, "us-east-1", account);
    assert.equal(await found("mrk-1"), arn);
    assert.equal(await found(arn, "222222222222"), arn);
    assert.equal(await found("alias/one"), arn);
    assert.equal(await found("arn:aws:kms:us-east-1:111111111111:alias/one", "222222222222"), arn);
    assert.equal(await found("alias/none"), undefined);
    assert.equal(await found("mrk-foreign"), "arn:aws:kms:us-east-1:222222222222:key/mrk-foreign");
    const before = asked.length;
    await found("alias/one");
    assert.equal(asked.length, before);
    keys.changed("UpdateAlias", { AliasName: "alias/one" });
    await found("alias/one");
    assert.equal(asked.length, before + 1);
  });
});
