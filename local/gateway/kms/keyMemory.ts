/** A deletion that was asked for. */
export interface ScheduledDeletion {
  /** When it was asked for, in milliseconds since 1970. */
  readonly at: number;
  readonly windowInDays: number;
}

/** What LocalEmu does not keep of one key in one Region. */
export interface KeyRecord {
  deletion?: ScheduledDeletion | undefined;
  /** When a replica was made, in seconds since 1970; LocalEmu gives it the primary's date. */
  creationDate?: number;
}

/** What LocalEmu does not keep of a multi-Region key as a whole. */
export interface MultiRegionRecord {
  /** The Region that UpdatePrimaryRegion made the primary's; unset until then. */
  primaryRegion?: string;
}

/**
 * What the gateway keeps of keys because LocalEmu has no place for it. It lives as long as the gateway, as LocalEmu's
 * own state lives as long as LocalEmu: the two start and stop together.
 */
export class KeyMemory {
  private readonly keys = new Map<string, KeyRecord>();
  private readonly multiRegionKeys = new Map<string, MultiRegionRecord>();

  /** @param arn ARN of the key in its Region */
  key(arn: string): KeyRecord {
    return recordOf(this.keys, arn, {});
  }

  /** @param arn ARN of any one of the related keys */
  multiRegionKey(arn: string): MultiRegionRecord {
    const [, , , , account = "", resource = ""] = arn.split(":");
    return recordOf(this.multiRegionKeys, `${account}:${resource}`, {});
  }
}

function recordOf<Record>(records: Map<string, Record>, name: string, fresh: Record): Record {
  const found = records.get(name) ?? fresh;
  records.set(name, found);
  return found;
}
