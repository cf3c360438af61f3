/** Condition blocks, put together from parts that must all hold. */
import { hasWildcard } from "../../arn";
import { dnsSuffixOf } from "../../partitions";
import type { KeyFrame } from "./context";
import type { EncryptionContext } from "./intent";
import { oneOrSorted } from "./oneOrSorted";

/** A `Condition` element: operator -> key -> values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A condition under which all the given ones hold; the parts must not speak of the same key with the same operator. */
export function allOf(parts: readonly Conditions[]): Conditions {
  const operators = [...new Set(parts.flatMap((part) => Object.keys(part)))].sort();
  return Object.fromEntries(
    operators.map((operator) => {
      const keys = parts.flatMap((part) => Object.entries(part[operator] ?? {}));
      return [operator, Object.fromEntries(keys.sort(([left], [right]) => (left < right ? -1 : 1)))];
    }),
  );
}

/**
 * Use through these services only, in the key's own Region.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function viaServices(services: readonly string[] = [], { region, partition }: KeyFrame): Conditions {
  if (services.length === 0) return {};
  const hosts = services.map((service) => `${service}.${region}.${dnsSuffixOf(partition)}`);
  return { StringEquals: { "kms:ViaService": oneOrSorted(hosts) } };
}

/**
 * Only requests that carry this encryption context.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export function encryptionContext(context: EncryptionContext = {}): Conditions {
  const pairs = Object.entries(context).map(([key, value]) => {
    const values = typeof value === "string" ? [value] : value;
    const operator = values.some(hasWildcard) ? "StringLike" : "StringEquals";
    return { [operator]: { [`kms:EncryptionContext:${key}`]: oneOrSorted(values) } };
  });
  return allOf(pairs);
}

/**
 * Only on behalf of resources of the key's own account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function ownResources({ accountId }: KeyFrame, sourceArns: readonly string[] = []): Conditions {
  return {
    StringEquals: { "aws:SourceAccount": accountId },
    ...(sourceArns.length > 0 && { ArnLike: { "aws:SourceArn": oneOrSorted(sourceArns) } }),
  };
}

/** Grants that an AWS service makes for its own use. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource */
export const forAwsResource: Conditions = { Bool: { "kms:GrantIsForAWSResource": "true" } };
