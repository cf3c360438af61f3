/** Errors as the engine reads them. */
import { Metadata, type ServerErrorResponse, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { describeError } from "./awsErrors";
import { PartialFailure } from "./lifecycle/partialFailure";
import { NotServed } from "./registry";
import { Any } from "./protobuf";
import { encode } from "./values";

/** An error as a gRPC status: what is wrong in words, never a stack. */
export function grpcErrorOf(error: unknown): Partial<ServerErrorResponse> {
  if (error instanceof PartialFailure) return partialFailure(error);
  if (error instanceof NotServed) return { code: status.UNIMPLEMENTED, details: error.message };
  return { code: status.UNKNOWN, details: describeError(error) };
}

/** The engine keeps a resource whose failure has its id and state attached. */
function partialFailure({ message, id, state, inputs }: PartialFailure): Partial<ServerErrorResponse> {
  const failed = new ErrorResourceInitFailed();
  failed.setId(id);
  failed.setProperties(encode(state));
  failed.setInputs(encode(inputs));
  failed.setReasonsList([message]);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const response = new Status();
  response.setCode(status.UNKNOWN);
  response.setMessage(message);
  response.addDetails(detail);
  const metadata = new Metadata();
  // gRPC's own place for structured errors: https://grpc.io/docs/guides/error/
  metadata.add("grpc-status-details-bin", Buffer.from(response.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
}
