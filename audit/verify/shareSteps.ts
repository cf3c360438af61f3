/** What somebody of another account can do with a key directly, and what not. */
import { randomBytes } from "node:crypto";
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  SignCommand,
  type KeyMetadata,
} from "@aws-sdk/client-kms";
import { keyPolicyFromJson } from "../../kms/policy/parse";
import type { Statement } from "../../kms/policy/document";
import type { Expectations } from "./expectations";
import { isAmong, type Principal } from "./principal";
import type { Attempt, Trial } from "./trial";
import { mustEqual, testContext } from "./usages/sealing";

/** A direct use that a share allows: by whom the encryption context is set, with what. */
interface DirectUse {
  readonly share: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
}

/**
 * Proves that somebody decrypts what a share lets decrypt directly, and nothing else: not around the service that the share
 * names, not with another encryption context, and not at all without a share.
 * @param metadata of the key
 * @param isOutsider whether shares are not meant for this one
 */
export async function proveShares(
  name: string,
  metadata: KeyMetadata,
  expectations: Expectations,
  [owner, who]: readonly [owner: Principal, who: Principal],
  isOutsider: boolean,
  trial: Trial,
): Promise<void> {
  const shares = Object.entries(expectations.shares[name] ?? {}).filter(
    ([, { principals }]) => !isOutsider && isAmong(who, principals),
  );
  // In the keys' own account IAM may let others in, of which expectations say nothing.
  if (shares.length === 0 && !isOutsider && who.account === owner.account) return;
  const link = `key ${name}`;
  for (const [region, KeyId] of Object.entries(expectations.keys[name]?.arns ?? {})) {
    if (metadata.KeySpec !== "SYMMETRIC_DEFAULT") {
      if (shares.length === 0) await proveRefusal({ link, as: who, region }, KeyId, metadata, trial);
      continue;
    }
    const direct = shares.flatMap(([share, { identityPolicies }]) =>
      directUses(share, identityPolicies[region]),
    )[0];
    const EncryptionContext = { ...testContext, ...direct?.encryptionContext };
    const Plaintext = randomBytes(32);
    const sealed = await trial.prepared({ link, as: owner, region, what: "encrypt for others" }, () =>
      owner.kms(region).send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext })),
    );
    if (sealed === undefined) continue;
    const { CiphertextBlob } = sealed;
    const decrypt = () =>
      who.kms(region).send(new DecryptCommand({ CiphertextBlob, KeyId, EncryptionContext }));
    const at = { link, as: who, region };
    if (direct === undefined) {
      const around = shares.length > 0 ? "directly, around the service" : "without a share";
      await trial.refused({ ...at, what: `decrypt ${around}` }, decrypt);
      await trial.refused({ ...at, what: `generate a data key ${around}` }, () =>
        who.kms(region).send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext })),
      );
      continue;
    }
    await trial.works({ ...at, what: `decrypt by share ${direct.share}` }, async () => {
      mustEqual((await decrypt()).Plaintext, Plaintext);
    });
    if (Object.keys(direct.encryptionContext).length === 0) continue;
    const other = await trial.prepared({ link, as: owner, region, what: "encrypt in another context" }, () =>
      owner.kms(region).send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext: testContext })),
    );
    if (other === undefined) continue;
    const input = { CiphertextBlob: other.CiphertextBlob, KeyId, EncryptionContext: testContext };
    await trial.refused({ ...at, what: `decrypt without the context of share ${direct.share}` }, () =>
      who.kms(region).send(new DecryptCommand(input)),
    );
  }
}

/** Keys that are no symmetric encryption keys do what they are for, but not for everybody. */
async function proveRefusal(
  at: Omit<Attempt, "what">,
  KeyId: string,
  { SigningAlgorithms: [SigningAlgorithm] = [], MacAlgorithms: [MacAlgorithm] = [] }: KeyMetadata,
  trial: Trial,
): Promise<void> {
  const kms = at.as.kms(at.region);
  const Message = randomBytes(32);
  if (SigningAlgorithm !== undefined) {
    const input = { KeyId, Message, SigningAlgorithm };
    await trial.refused({ ...at, what: "sign without a share" }, () => kms.send(new SignCommand(input)));
  } else if (MacAlgorithm !== undefined) {
    const input = { KeyId, Message, MacAlgorithm };
    const what = "make a MAC without a share";
    await trial.refused({ ...at, what }, () => kms.send(new GenerateMacCommand(input)));
  } else {
    const what = "get the public key without a share";
    await trial.refused({ ...at, what }, () => kms.send(new GetPublicKeyCommand({ KeyId })));
  }
}

/** The statements of a share's identity policy that allow to decrypt without a service in between. */
function directUses(share: string, document: string | undefined): readonly DirectUse[] {
  if (document === undefined) return [];
  return keyPolicyFromJson(JSON.parse(document))
    .statements.filter(isDirect)
    .map(({ conditions }) => ({
      share,
      encryptionContext: Object.fromEntries(
        conditions.flatMap(({ key, values: [value = ""] }) => {
          const pair = /^kms:EncryptionContext:(.+)$/i.exec(key)?.[1];
          return pair === undefined ? [] : [[pair, value.replace(/[*?]/g, "x")]];
        }),
      ),
    }));
}

function isDirect({ effect, actions = [], conditions }: Statement): boolean {
  const allows = effect === "Allow" && actions.some((action) => /^kms:(Decrypt|\*)$/i.test(action));
  return allows && !conditions.some(({ key }) => key.toLowerCase() === "kms:viaservice");
}
