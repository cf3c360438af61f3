import { createServer } from "node:net";
import { SetupError } from "../setupError";

/** The gateway's port where none is asked for; KMS had it in emulators of old, and nothing common uses it. */
export const DEFAULT_PORT = 4599;

/** A TCP port on 127.0.0.1 that is free now. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/**
 * Sees that a TCP port on 127.0.0.1 is free.
 * @throws SetupError with the mend where it is taken
 */
export async function requireFreePort(port: number): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new SetupError(
      `Port ${port} on 127.0.0.1 ${error.code === "EADDRINUSE" ? "is taken" : `cannot be used (${String(error.code)})`}: choose another with ` +
        `KMS_FOUNDATION_PORT=${port === DEFAULT_PORT ? port - 1 : DEFAULT_PORT}, or end what uses it` +
        " (another clone's instance ends with `npm run local:down` there).",
      { cause: error },
    );
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  });
}
