/** An ARN that fits a pattern and is in a given account. */
import { Memory } from "../evaluate/memory";
import { fits } from "../evaluate/pattern";
import { commonText } from "./commonText";

/** What the ARN should be otherwise. */
export interface ArnShape {
  readonly partition: string;
  /** 12 digits, or empty for ARNs without an account. */
  readonly account: string;
  /** Filled in where the pattern leaves it open: `iam`. */
  readonly service: string;
  /** A pattern that the resource fits too: `role/?*`. */
  readonly resource: string;
}

/** Such an ARN, or undefined. Whole patterns are filled in part by part; shorter ones may stretch over several parts. */
export function commonArn(pattern: string, shape: ArnShape): string | undefined {
  const key = [pattern, shape.partition, shape.account, shape.service, shape.resource].join("\n");
  return knownArns.of(key, () => findArn(pattern, shape) ?? null) ?? undefined;
}

/** The policies of an account repeat a few patterns. Null where no ARN fits. */
const knownArns = new Memory<string | null>(1024);

function findArn(pattern: string, shape: ArnShape): string | undefined {
  const parts = pattern.split(":");
  if (parts.length < 6) {
    const { partition, service, account, resource } = shape;
    return commonText([pattern, `arn:${partition}:${service}::${account}:${resource}`]);
  }
  const [prefix = "", partition = "", service = "", region = "", account = "", ...rest] = parts;
  if (!fits(prefix, "arn") || !fits(account, shape.account)) return undefined;
  const resource = commonText([rest.join(":"), shape.resource]);
  if (resource === undefined) return undefined;
  const ownPartition = fits(partition, shape.partition) ? shape.partition : filled(partition);
  const ownService = fits(service, shape.service) ? shape.service : filled(service);
  return ["arn", ownPartition, ownService, filled(region, ""), shape.account, resource].join(":");
}

function filled(pattern: string, star = "x"): string {
  return pattern.replaceAll("*", star).replaceAll("?", "x");
}
