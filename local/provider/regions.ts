import { partitionOf } from "../../kms/partitions";
import type { Value } from "./values";

/** What is wrong with a Region's name. */
export function regionProblem(value: Value): string | undefined {
  if (typeof value !== "string" || partitionOf(value) !== undefined) return undefined;
  return `${JSON.stringify(value)} is no AWS Region's name (us-east-1, eu-central-1, ...)`;
}
