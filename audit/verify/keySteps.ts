/** What a key's owner can do with it in every Region. */
import { DescribeKeyCommand, type KeyMetadata } from "@aws-sdk/client-kms";
import type { Expectations } from "./expectations";
import type { KeyUnderTest } from "./keyUnderTest";
import type { Principal } from "./principal";
import { WrongAnswer, type Trial } from "./trial";
import { proveAgreement } from "./usages/agreement";
import { proveSealing } from "./usages/sealing";
import { proveMac, proveSigning } from "./usages/signing";

/**
 * Proves that a key is there in every Region under its alias, and does what it is for across Regions.
 * @returns the key as one of its Regions describes it; undefined where it is in none
 */
export async function proveKey(
  name: string,
  { alias, arns }: Expectations["keys"][string],
  owner: Principal,
  trial: Trial,
): Promise<KeyMetadata | undefined> {
  const link = `key ${name}`;
  const found: KeyMetadata[] = [];
  const there: [string, string][] = [];
  for (const [region, arn] of Object.entries(arns)) {
    const metadata = await trial.works({ link, as: owner, region, what: "describe" }, () =>
      describe(owner, region, arn),
    );
    if (alias !== undefined) {
      await trial.works({ link, as: owner, region, what: `find it as ${alias}` }, async () => {
        const { Arn } = await describe(owner, region, alias);
        if (Arn !== arn) throw new WrongAnswer(`the alias leads to ${String(Arn)}, not to ${arn}`);
      });
    }
    if (metadata === undefined) continue;
    found.push(metadata);
    there.push([region, arn]);
  }
  const [first] = found;
  if (first !== undefined)
    await proveUsage({ link, owner, arns: there, spec: first.KeySpec ?? "" }, first, trial);
  return first;
}

function proveUsage(key: KeyUnderTest, metadata: KeyMetadata, trial: Trial): Promise<void> {
  const [signing] = metadata.SigningAlgorithms ?? [];
  const [mac] = metadata.MacAlgorithms ?? [];
  if (signing !== undefined) return proveSigning(key, signing, trial);
  if (mac !== undefined) return proveMac(key, mac, trial);
  if (metadata.KeyUsage === "KEY_AGREEMENT") return proveAgreement(key, trial);
  return proveSealing(key, trial);
}

async function describe(owner: Principal, region: string, KeyId: string): Promise<KeyMetadata> {
  const { KeyMetadata } = await owner.kms(region).send(new DescribeKeyCommand({ KeyId }));
  if (KeyMetadata === undefined) throw new WrongAnswer("the answer describes no key");
  return KeyMetadata;
}
