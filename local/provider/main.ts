/**
 * The stand-in `aws` provider: what the Pulumi engine starts as `pulumi-resource-aws` where the official plugin cannot
 * be had. It prints its port and serves until the engine is done with it.
 */
import { ServerCredentials } from "@grpc/grpc-js";
import { createProviderServer } from "./server";

/** The version of the official provider that this one does the work of. */
const VERSION = "7.48.0";

/** How long calls under way may take once the engine is gone, in milliseconds; what they made cannot be reported then. */
const GRACE = 30_000;

function main(): void {
  const { server, cancel, end, idle } = createProviderServer(VERSION, process.env);
  let stopping = false;
  const stop = (inOrder: boolean): void => {
    if (stopping) return;
    stopping = true;
    end(inOrder);
    cancel();
    setTimeout(() => process.exit(1), GRACE).unref();
    // The last answers leave after the calls have ended.
    void idle().then(() => {
      server.tryShutdown(() => process.exit());
      setTimeout(() => process.exit(), 200).unref();
    });
  };
  // The engine ends its plugins with an interrupt, once its state is written.
  process.on("SIGINT", () => {
    stop(true);
  });
  const died = (): void => {
    stop(false);
  };
  process.on("SIGTERM", died).on("SIGHUP", died);
  // The engine holds the other end of this pipe: when it closes, the engine is gone, however it died.
  process.stdin.on("end", died).on("error", died).resume();
  process.on("unhandledRejection", (error) => {
    console.error(error instanceof Error ? error.message : error);
  });
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error === null) process.stdout.write(`${port}\n`);
    else {
      console.error(`the aws provider cannot listen on 127.0.0.1: ${error.message}`);
      process.exit(1);
    }
  });
}

main();
