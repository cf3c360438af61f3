/** Keys that sign, and keys that make message authentication codes. */
import { randomBytes } from "node:crypto";
import {
  GenerateMacCommand,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
  type MacAlgorithmSpec,
  type SigningAlgorithmSpec,
} from "@aws-sdk/client-kms";
import type { KeyUnderTest } from "../keyUnderTest";
import type { Principal } from "../principal";
import type { Trial } from "../trial";

/** How a kind of key vouches for a message. */
interface Vouching {
  readonly make: string;
  readonly check: string;
  /** Returns signature or code. */
  readonly sign: (
    as: Principal,
    region: string,
    KeyId: string,
    message: Uint8Array,
  ) => Promise<Uint8Array | undefined>;
  readonly verify: (
    as: Principal,
    region: string,
    KeyId: string,
    message: Uint8Array,
    proof: Uint8Array,
  ) => Promise<unknown>;
  readonly wrong: RegExp;
}

/** Signs in each Region and verifies in each; and not another message. */
export function proveSigning(
  key: KeyUnderTest,
  algorithm: SigningAlgorithmSpec,
  trial: Trial,
): Promise<void> {
  const settings = { SigningAlgorithm: algorithm, MessageType: "RAW" } as const;
  return proveVouching(key, trial, {
    make: "sign",
    check: "verify the signature",
    sign: async (as, region, KeyId, Message) =>
      (await as.kms(region).send(new SignCommand({ KeyId, Message, ...settings }))).Signature,
    verify: (as, region, KeyId, Message, Signature) =>
      as.kms(region).send(new VerifyCommand({ KeyId, Message, Signature, ...settings })),
    wrong: /^KMSInvalidSignatureException$/,
  });
}

/** Makes a code in each Region and verifies it in each; and not for another message. */
export function proveMac(key: KeyUnderTest, MacAlgorithm: MacAlgorithmSpec, trial: Trial): Promise<void> {
  return proveVouching(key, trial, {
    make: "make a MAC",
    check: "verify the MAC",
    sign: async (as, region, KeyId, Message) =>
      (await as.kms(region).send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm }))).Mac,
    verify: (as, region, KeyId, Message, Mac) =>
      as.kms(region).send(new VerifyMacCommand({ KeyId, Message, Mac, MacAlgorithm })),
    wrong: /^KMSInvalidMacException$/,
  });
}

async function proveVouching(
  { link, owner, arns }: KeyUnderTest,
  trial: Trial,
  how: Vouching,
): Promise<void> {
  for (const [region, id] of arns) {
    const at = { link, as: owner };
    const message = randomBytes(32);
    const proof = await trial.works({ ...at, region, what: how.make }, () =>
      how.sign(owner, region, id, message),
    );
    if (proof === undefined) continue;
    for (const [other, otherId] of arns) {
      const what = other === region ? how.check : `${how.check} of ${region}`;
      await trial.works({ ...at, region: other, what }, () =>
        how.verify(owner, other, otherId, message, proof),
      );
    }
    await trial.refused(
      { ...at, region, what: `${how.check} of another message` },
      () => how.verify(owner, region, id, randomBytes(32), proof),
      how.wrong,
    );
  }
}
