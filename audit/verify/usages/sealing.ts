/** Keys that encrypt. */
import { randomBytes } from "node:crypto";
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import type { KeyUnderTest } from "../keyUnderTest";
import { WrongAnswer, type Trial } from "../trial";

/** What test ciphertexts are bound to. */
export const testContext = { "kms-audit": "verify" } as const;

/** Encrypts in each Region and decrypts in each; a data key there and back; and not with another encryption context. */
export async function proveSealing(key: KeyUnderTest, trial: Trial): Promise<void> {
  const { link, owner, arns, spec } = key;
  const isSymmetric = spec === "SYMMETRIC_DEFAULT";
  const settings = isSymmetric
    ? { EncryptionContext: testContext }
    : { EncryptionAlgorithm: "RSAES_OAEP_SHA_256" as const };
  for (const [region, KeyId] of arns) {
    const at = { link, as: owner, region };
    const Plaintext = randomBytes(32);
    const sealed = await trial.works({ ...at, what: "encrypt" }, () =>
      owner.kms(region).send(new EncryptCommand({ KeyId, Plaintext, ...settings })),
    );
    if (sealed === undefined) continue;
    const { CiphertextBlob } = sealed;
    for (const [other, id] of arns) {
      const what = other === region ? "decrypt it again" : `decrypt what ${region} encrypted`;
      await trial.works({ ...at, region: other, what }, async () => {
        const input = { CiphertextBlob, KeyId: id, ...settings };
        mustEqual((await owner.kms(other).send(new DecryptCommand(input))).Plaintext, Plaintext);
      });
    }
    if (!isSymmetric) continue;
    await trial.refused(
      { ...at, what: "decrypt with another encryption context" },
      () => {
        const EncryptionContext = { "kms-audit": "wrong" };
        return owner.kms(region).send(new DecryptCommand({ CiphertextBlob, KeyId, EncryptionContext }));
      },
      /^InvalidCiphertextException$/,
    );
    await proveDataKey(key, region, KeyId, trial);
  }
}

async function proveDataKey(
  { link, owner, arns }: KeyUnderTest,
  region: string,
  KeyId: string,
  trial: Trial,
): Promise<void> {
  const input = { KeyId, KeySpec: "AES_256", EncryptionContext: testContext } as const;
  const at = { link, as: owner };
  const dataKey = await trial.works({ ...at, region, what: "generate a data key" }, () =>
    owner.kms(region).send(new GenerateDataKeyCommand(input)),
  );
  if (dataKey === undefined) return;
  // In another Region, where there is one: the way that data goes in a failover.
  const [other, id] = arns.find(([name]) => name !== region) ?? [region, KeyId];
  await trial.works({ ...at, region: other, what: `decrypt the data key of ${region}` }, async () => {
    const { CiphertextBlob } = dataKey;
    const opened = await owner
      .kms(other)
      .send(new DecryptCommand({ CiphertextBlob, KeyId: id, EncryptionContext: testContext }));
    mustEqual(opened.Plaintext, dataKey.Plaintext);
  });
}

/** Throws WrongAnswer where bytes differ. */
export function mustEqual(found: Uint8Array | undefined, wanted: Uint8Array | undefined): void {
  if (Buffer.compare(found ?? Buffer.alloc(0), wanted ?? Buffer.alloc(0)) !== 0) {
    throw new WrongAnswer("the bytes that came back are not those that went in");
  }
}
