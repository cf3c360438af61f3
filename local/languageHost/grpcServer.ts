import { type ChannelOptions, type Server, ServerCredentials } from "@grpc/grpc-js";

/** Room for messages as large as the engine itself allows: 400 MB. */
export const messageLimits: ChannelOptions = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
};

/** Lets a server listen on a free port of 127.0.0.1 and returns that port. */
export function serve(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
