/**
 * Key policies are not shared between related multi-Region keys, and what they say may name a Region: each Region needs
 * the same policy in its own words. https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html
 */
import { formatArn, parseArn } from "../arn";
import { DNS_SUFFIXES, dnsSuffixOf, type Partition, partitionOf } from "../partitions";
import type { Condition, KeyPolicy, PrincipalSet, Statement } from "./document";

/** From the Region that a policy is written for, to the Region that it shall work in. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * The same policy for another Region. Where it names the Region it was written for - service hosts
 * (`s3.us-east-1.amazonaws.com`), Regions of ARNs, `aws:RequestedRegion` - it names the new one; a move between
 * partitions also changes the partition of ARNs and the DNS suffix of hosts. Nothing else changes.
 * @throws RangeError where a Region is none
 */
export function localizeKeyPolicy(policy: KeyPolicy, move: Move): KeyPolicy {
  return { ...policy, statements: policy.statements.map((statement) => localizeStatement(statement, move)) };
}

/** One value of a policy for another Region: a service host or an ARN; any other text stays as it is. */
export function localizeText(text: string, move: Move): string {
  const partitions = { from: demandPartition(move.from), to: demandPartition(move.to) };
  return text.startsWith("arn:") ? localizeArn(text, move, partitions) : localizeHost(text, move, partitions);
}

function localizeStatement(statement: Statement, move: Move): Statement {
  const { principal, notPrincipal, resources, notResources, conditions } = statement;
  return {
    ...statement,
    ...(principal !== undefined && { principal: localizePrincipals(principal, move) }),
    ...(notPrincipal !== undefined && { notPrincipal: localizePrincipals(notPrincipal, move) }),
    ...(resources !== undefined && { resources: localizeAll(resources, move) }),
    ...(notResources !== undefined && { notResources: localizeAll(notResources, move) }),
    conditions: conditions.map((condition) => localizeCondition(condition, move)),
  };
}

function localizePrincipals(principals: PrincipalSet, move: Move): PrincipalSet {
  return {
    ...principals,
    AWS: localizeAll(principals.AWS, move),
    Service: localizeAll(principals.Service, move),
    Federated: localizeAll(principals.Federated, move),
  };
}

function localizeCondition(condition: Condition, move: Move): Condition {
  const ownRegion = condition.key.toLowerCase() === "aws:requestedregion";
  return {
    ...condition,
    values: ownRegion
      ? unique(condition.values.map((value) => (value === move.from ? move.to : value)))
      : localizeAll(condition.values, move),
  };
}

function localizeAll(texts: readonly string[], move: Move): string[] {
  return unique(texts.map((text) => localizeText(text, move)));
}

function localizeArn(
  text: string,
  { from, to }: Move,
  partitions: { from: Partition; to: Partition },
): string {
  const arn = parseArn(text);
  if (arn === undefined) return text;
  return formatArn({
    ...arn,
    partition: arn.partition === partitions.from ? partitions.to : arn.partition,
    region: arn.region === from ? to : arn.region,
  });
}

/** `s3.us-east-1.amazonaws.com`, `logs.us-east-1.amazonaws.com`. A host without a Region, `sns.amazonaws.com`, is the same everywhere. */
function localizeHost(
  text: string,
  { from, to }: Move,
  partitions: { from: Partition; to: Partition },
): string {
  const suffix = DNS_SUFFIXES.find((candidate) => text.endsWith(`.${candidate}`));
  if (suffix !== dnsSuffixOf(partitions.from)) return text;
  const labels = text.slice(0, -suffix.length - 1).split(".");
  const region = labels.pop();
  if (labels.length === 0 || (region !== from && region !== "*")) return text;
  return [...labels, region === "*" ? "*" : to, dnsSuffixOf(partitions.to)].join(".");
}

function demandPartition(region: string): Partition {
  const partition = partitionOf(region);
  if (partition === undefined) throw new RangeError(`"${region}" is not an AWS Region`);
  return partition;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
