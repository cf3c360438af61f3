/** Keys that agree on a secret. */
import { createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";
import { DeriveSharedSecretCommand, GetPublicKeyCommand } from "@aws-sdk/client-kms";
import type { KeyUnderTest } from "../keyUnderTest";
import type { Trial } from "../trial";
import { mustEqual } from "./sealing";

const curves: Readonly<Record<string, string>> = {
  ECC_NIST_P256: "P-256",
  ECC_NIST_P384: "P-384",
  ECC_NIST_P521: "P-521",
};

/** Derives in each Region the secret that a peer derives from the public key. */
export async function proveAgreement({ link, owner, arns, spec }: KeyUnderTest, trial: Trial): Promise<void> {
  for (const [region, KeyId] of arns) {
    await trial.works({ link, as: owner, region, what: "derive a shared secret" }, async () => {
      const kms = owner.kms(region);
      const { PublicKey = Buffer.alloc(0) } = await kms.send(new GetPublicKeyCommand({ KeyId }));
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
      const peer = generateKeyPairSync("ec", { namedCurve: curves[spec] ?? "P-256" });
      const derived = await kms.send(
        new DeriveSharedSecretCommand({
          KeyId,
          KeyAgreementAlgorithm: "ECDH",
          PublicKey: peer.publicKey.export({ format: "der", type: "spki" }),
        }),
      );
      mustEqual(derived.SharedSecret, diffieHellman({ privateKey: peer.privateKey, publicKey }));
    });
  }
}
