/**
 * Google's own message types, from the copy of `google-protobuf` that Pulumi's generated code uses: messages of another
 * copy are refused by it, and the project's own copy may have another version.
 */
import { createRequire } from "node:module";
import type * as anyMessages from "google-protobuf/google/protobuf/any_pb";
import type * as emptyMessages from "google-protobuf/google/protobuf/empty_pb";
import type * as structMessages from "google-protobuf/google/protobuf/struct_pb";

const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi/proto/provider_pb"));

export const { Any } = requireAsPulumi("google-protobuf/google/protobuf/any_pb") as typeof anyMessages;
export const { Empty } = requireAsPulumi("google-protobuf/google/protobuf/empty_pb") as typeof emptyMessages;
export const {
  ListValue,
  NullValue,
  Struct,
  Value: WireValue,
} = requireAsPulumi("google-protobuf/google/protobuf/struct_pb") as typeof structMessages;

/** A message of properties. */
export type StructMessage = structMessages.Struct;
/** A message of one value. */
export type ValueMessage = structMessages.Value;
