import type { JsonObject } from "../awsError";

const dayInMilliseconds = 86_400_000;

/** A deletion that was asked for. */
export interface ScheduledDeletion {
  /** When it was asked for, in milliseconds since 1970. */
  readonly at: number;
  readonly windowInDays: number;
  /** ARNs of the replicas that must be gone before the window begins. */
  readonly waitsFor: readonly string[];
}

/** A cryptographic operation that went well. */
export interface KeyUse {
  readonly operation: string;
  /** In seconds since 1970. */
  readonly at: number;
  /** Stands for CloudTrail's event and KMS's request. */
  readonly id: string;
}

/** What LocalEmu does not keep of one key in one Region. */
export interface KeyRecord {
  deletion?: ScheduledDeletion | undefined;
  /** When a replica was made, in seconds since 1970; LocalEmu gives it the primary's date. */
  creationDate?: number;
  /** Whether imported key material is there; unset where LocalEmu's key state tells. */
  material?: ImportedMaterial | undefined;
  lastUse?: KeyUse;
  /** The store of a key in one, and what DescribeKey shows of it. */
  inCustomKeyStore?: { readonly store: CustomKeyStore; readonly shown: JsonObject };
}

/** A custom key store. */
export interface CustomKeyStore {
  readonly id: string;
  /** AWS_CLOUDHSM or EXTERNAL_KEY_STORE, as the origin of its keys. */
  readonly type: unknown;
  isConnected: boolean;
  /** In seconds since 1970. */
  readonly createdAt: number;
  /** What DescribeCustomKeyStores shows of what was set. */
  settings: JsonObject;
  /** ARNs of its keys. */
  readonly keys: Set<string>;
}

/** Imported key material, as it is in one Region. */
export interface ImportedMaterial {
  readonly isPresent: boolean;
  readonly expirationModel?: string;
  /** In seconds since 1970. */
  readonly validTo?: number | undefined;
}

/** What LocalEmu does not keep of a key and its related keys in other Regions as a whole. */
export interface SharedRecord {
  /** The Region that UpdatePrimaryRegion made the primary's; unset until then. */
  primaryRegion?: string;
  /** SHA-256 of every key material that was imported. */
  readonly materials: Set<string>;
  /** Rotations on demand, in seconds since 1970. */
  readonly rotations: number[];
}

/**
 * What the gateway keeps of keys because LocalEmu has no place for it. It lives as long as the gateway, as LocalEmu's
 * own state lives as long as LocalEmu: the two start and stop together.
 */
export class KeyMemory {
  private readonly keys = new Map<string, KeyRecord>();
  private readonly sharedByKeyId = new Map<string, SharedRecord>();
  private readonly owners = new Map<string, string>();
  private readonly stores = new Map<string, Map<string, CustomKeyStore>>();

  /** @param arn ARN of the key in its Region */
  key(arn: string): KeyRecord {
    const [, , , , account = "", resource = ""] = arn.split(":");
    this.owners.set(resource.slice("key/".length), account);
    return recordOf(this.keys, arn, {});
  }

  /** When a key is gone, in milliseconds since 1970; infinity where nobody deletes it. */
  endOf(arn: string): number {
    const deletion = this.keys.get(arn)?.deletion;
    if (deletion === undefined) return Infinity;
    const begin = Math.max(deletion.at, ...deletion.waitsFor.map((replica) => this.endOf(replica)));
    return begin + deletion.windowInDays * dayInMilliseconds;
  }

  /** Whether a key's date of deletion has passed. */
  isGone(arn: string): boolean {
    return this.endOf(arn) <= Date.now();
  }

  /** @param arn ARN of any one of the related keys */
  shared(arn: string): SharedRecord {
    const [, , , , account = "", resource = ""] = arn.split(":");
    return recordOf(this.sharedByKeyId, `${account}:${resource}`, { materials: new Set(), rotations: [] });
  }

  /** The custom key stores of an account (12 digits) in a Region, by id. */
  customKeyStores(account: string, region: string): Map<string, CustomKeyStore> {
    return recordOf(this.stores, `${account}/${region}`, new Map<string, CustomKeyStore>());
  }

  /** The account (12 digits) of a key that the gateway has seen. */
  ownerOf(keyId: string): string | undefined {
    return this.owners.get(keyId);
  }
}

function recordOf<Value>(records: Map<string, Value>, name: string, fresh: Value): Value {
  const found = records.get(name) ?? fresh;
  records.set(name, found);
  return found;
}
