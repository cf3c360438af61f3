import { AwsError, type JsonObject } from "../../awsError";
import { partitionOf } from "../../../../kms/partitions";
import { parseKeyMetadata } from "../../kms/key";
import { readKeyFacts, type AskKms, type KeyFacts } from "./keyFacts";
import { remembered } from "../remembered";

/** Operations that change nothing about who may use a key. */
const harmless =
  /^(Describe|Get|List|Encrypt$|Decrypt$|ReEncrypt$|Generate|Sign$|Verify|DeriveSharedSecret$|CreateKey$)/;

/** The facts of keys, remembered until an operation may have changed them. */
export class Keys {
  private readonly facts = new Map<string, Promise<KeyFacts>>();
  private readonly aliases = new Map<string, Promise<string>>();

  /**
   * @param ask reaches KMS past all authorisation
   * @param ownerOf tells the account of a key id of another account, as ciphertexts name keys
   */
  constructor(
    private readonly ask: AskKms,
    private readonly ownerOf: (keyId: string) => string | undefined,
  ) {}

  /**
   * The facts of a key.
   * @param arn of the key
   * @returns undefined where there is no such key
   */
  async find(arn: string): Promise<KeyFacts | undefined> {
    return unlessRefused(remembered(this.facts, arn, () => readKeyFacts(this.ask, arn)));
  }

  /**
   * The ARN of the key that a request names.
   * @param id key id, key ARN, alias name or alias ARN
   * @param account the caller's, where the id names none
   * @returns undefined where an alias leads nowhere
   */
  async arnOf(id: string, region: string, account: string): Promise<string | undefined> {
    const partition = partitionOf(region) ?? "aws";
    const arn = id.startsWith("arn:") ? id : `arn:${partition}:kms:${region}:${account}:${resourceOf(id)}`;
    if (!arn.includes(":alias/")) {
      const owner = id.startsWith("arn:") ? undefined : this.ownerOf(id);
      return owner === undefined ? arn : arn.replace(`:${account}:`, `:${owner}:`);
    }
    const target = async (): Promise<string> => {
      const [, , , inRegion = "", owner = ""] = arn.split(":");
      const KeyId = arn.slice(arn.indexOf("alias/"));
      const { KeyMetadata } = await this.ask("DescribeKey", { KeyId }, inRegion, owner);
      return parseKeyMetadata(KeyMetadata).Arn;
    };
    return unlessRefused(remembered(this.aliases, arn, target));
  }

  /** To be told of every operation that went through, and of those that failed half-way. */
  changed(operation: string, input: JsonObject): void {
    if (harmless.test(operation)) return;
    if (operation.endsWith("Alias")) {
      this.aliases.clear();
      // Aliases are among what is known of a key.
      this.facts.clear();
      return;
    }
    const { KeyId } = input;
    const id = typeof KeyId === "string" ? KeyId.slice(KeyId.indexOf("/") + 1) : "";
    if (id === "" || String(KeyId).includes("alias/")) this.facts.clear();
    // Related keys have one id, and tell of each other.
    for (const arn of this.facts.keys()) if (arn.endsWith(`/${id}`)) this.facts.delete(arn);
  }
}

/** What is wrong with the name of a key is for KMS to say. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) return undefined;
    throw error;
  }
}

function resourceOf(id: string): string {
  return id.startsWith("alias/") ? id : `key/${id}`;
}
