/** What is configured on a bucket as a resource of its own, whose id is the bucket's name. */
import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { requiredText } from "../../read";
import type { PropertyTable } from "../../property";
import type { Resource } from "../../resource";
import type { Properties } from "../../values";
import { NO_BUCKET } from "./bucket";

/** A configuration of a bucket: how it is written, read and taken away. */
export interface Configuration {
  readonly unserved?: Readonly<Record<string, string>>;
  readonly properties: PropertyTable;
  readonly put: (context: Context, bucket: string, inputs: Properties) => Promise<unknown>;
  readonly get: (context: Context, bucket: string) => Promise<Properties | undefined>;
  readonly remove: (context: Context, bucket: string) => Promise<unknown>;
  /** The error that says that nothing is configured. */
  readonly absent: readonly string[];
}

/** Makes a resource type of a configuration: put makes and changes it. */
export function bucketConfiguration({
  properties,
  put,
  get,
  remove,
  absent,
  unserved = {},
}: Configuration): Resource {
  const gone = [...absent, ...NO_BUCKET];
  return {
    unserved,
    properties: { bucket: { type: "string", required: true, forceNew: true }, ...properties },
    async create(context, inputs) {
      const bucket = requiredText(inputs, "bucket");
      await put(context, bucket, inputs);
      return bucket;
    },
    async read(context, id) {
      try {
        const found = await get(context, id);
        return found === undefined ? undefined : { bucket: id, ...found };
      } catch (error) {
        if (isAwsError(error, ...gone)) return undefined;
        throw error;
      }
    },
    async update(context, id, { inputs }) {
      await put(context, id, inputs);
    },
    async delete(context, id) {
      await remove(context, id).catch((error: unknown) => {
        if (!isAwsError(error, ...gone)) throw error;
      });
    },
  };
}

/** The account that the bucket should belong to. */
export const expectedBucketOwner = { type: "string", forceNew: true } as const;
