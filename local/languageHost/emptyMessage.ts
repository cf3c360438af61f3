import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** `Empty` of the protobuf library that @pulumi/pulumi uses itself: its serializer takes no other copy's. */
export function emptyMessage(): Empty {
  const cancel = LanguageRuntimeService.cancel as typeof LanguageRuntimeService.cancel & {
    readonly responseType: new () => Empty;
  };
  return new cancel.responseType();
}
