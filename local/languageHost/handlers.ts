/** gRPC handlers as async functions: what they throw becomes the call's error, and a call cancelled aborts a signal. */
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerWritableStream,
  status,
} from "@grpc/grpc-js";

/** A handler of calls with one response. */
export function unary<Request, Response>(
  handle: (request: Request, signal: AbortSignal) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const cancelled = new AbortController();
    call.on("cancelled", () => {
      cancelled.abort();
    });
    Promise.resolve()
      .then(() => handle(call.request, cancelled.signal))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback({ code: status.UNKNOWN, details: messageOf(error) });
        },
      );
  };
}

/** A handler of calls with a stream of responses. */
export function streaming<Request, Response>(
  handle: (call: ServerWritableStream<Request, Response>, signal: AbortSignal) => Promise<void>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const cancelled = new AbortController();
    call.on("cancelled", () => {
      cancelled.abort();
    });
    handle(call, cancelled.signal).then(
      () => {
        call.end();
      },
      (error: unknown) => {
        if (!call.cancelled) call.emit("error", { code: status.UNKNOWN, details: messageOf(error) });
      },
    );
  };
}

/** What to show of something thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
