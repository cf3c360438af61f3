/** Partitions and their Regions. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */

/** An AWS partition: a group of Regions with accounts and ARNs of its own. */
export type Partition =
  "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc" | "aws-iso" | "aws-iso-b" | "aws-iso-e" | "aws-iso-f";

interface PartitionTraits {
  /** What the partition's Region names begin with. */
  readonly regionPrefix: RegExp;
  /** What the names of its endpoints, and so of `kms:ViaService`, end with. */
  readonly dnsSuffix: string;
}

// The most particular prefixes come first: `us-gov-` would match `us-` too.
const traits: Readonly<Record<Partition, PartitionTraits>> = {
  "aws-us-gov": { regionPrefix: /^us-gov-/, dnsSuffix: "amazonaws.com" },
  "aws-iso": { regionPrefix: /^us-iso-/, dnsSuffix: "c2s.ic.gov" },
  "aws-iso-b": { regionPrefix: /^us-isob-/, dnsSuffix: "sc2s.sgov.gov" },
  "aws-iso-e": { regionPrefix: /^eu-isoe-/, dnsSuffix: "cloud.adc-e.uk" },
  "aws-iso-f": { regionPrefix: /^us-isof-/, dnsSuffix: "csp.hci.ic.gov" },
  "aws-eusc": { regionPrefix: /^eusc-[a-z]{2}-/, dnsSuffix: "amazonaws.eu" },
  "aws-cn": { regionPrefix: /^cn-/, dnsSuffix: "amazonaws.com.cn" },
  aws: { regionPrefix: /^(?:af|ap|ca|eu|il|me|mx|sa|us)-/, dnsSuffix: "amazonaws.com" },
};

/** Every partition. */
export const PARTITIONS = Object.keys(traits) as readonly Partition[];

/** A Region's name after its prefix: `east-1`, `northeast-2`. Regions of the future pass, misspelt ones do not. */
const place = /^(?:central|(?:north|south)(?:east|west)?|east|west)-[1-9]$/;

/** The partition of a Region, or undefined where it is no Region's name. */
export function partitionOf(region: string): Partition | undefined {
  return PARTITIONS.find((partition) => {
    const { regionPrefix } = traits[partition];
    return regionPrefix.test(region) && place.test(region.replace(regionPrefix, ""));
  });
}

/** Whether the name is well formed for a Region of some partition (`eu-central-1`, `us-gov-west-1`). */
export function isRegion(name: string): boolean {
  return partitionOf(name) !== undefined;
}

/** Whether AWS has the partition. */
export function isPartition(name: string): name is Partition {
  return Object.hasOwn(traits, name);
}

/** What endpoint names end with in a partition: `amazonaws.com`, `amazonaws.com.cn`. */
export function dnsSuffixOf(partition: Partition): string {
  return traits[partition].dnsSuffix;
}

/** Every DNS suffix, the longest first, so that `amazonaws.com.cn` is met before `amazonaws.com`. */
export const DNS_SUFFIXES: readonly string[] = [...new Set(PARTITIONS.map(dnsSuffixOf))].sort(
  (left, right) => right.length - left.length,
);
