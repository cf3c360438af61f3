/** The two processes of an instance. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../projectRoot";
import { linkDuckDbExtensions, type LocalEmu } from "../toolchain/localEmu";
import { startDaemon, stopDaemon, waitUntilHealthy } from "./daemon";
import { layoutOf } from "./layout";
import { freePort } from "./ports";
import type { ProcessIdentity } from "./processIdentity";

const gatewayBundle = join(projectRoot, "dist/gateway.js");

/** A process with its TCP port on 127.0.0.1. */
export type Service = ProcessIdentity & { readonly port: number };

/**
 * Starts LocalEmu on a free port and waits until it serves.
 * @param gatewayPort for the URLs that LocalEmu hands out
 */
export async function startLocalEmu(
  folder: string,
  { python, script }: LocalEmu,
  gatewayPort: number,
  signal?: AbortSignal,
): Promise<Service> {
  const layout = layoutOf(folder);
  const home = join(layout.localEmu, "home");
  const temporary = join(layout.localEmu, "tmp");
  await Promise.all([mkdir(home, { recursive: true }), mkdir(temporary, { recursive: true })]);
  await linkDuckDbExtensions({ python, script }, home);
  const port = await freePort();
  // Nothing of the caller's environment: dozens of variables with common names would change what LocalEmu does.
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: temporary,
    PYTHONUTF8: "1",
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALEMU_HOST: `127.0.0.1:${gatewayPort}`,
    SQS_ENDPOINT_STRATEGY: "path",
    SKIP_SSL_CERT_DOWNLOAD: "1",
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  };
  return start(
    "LocalEmu",
    [python, script],
    env,
    layout.localEmu,
    port,
    "/_localemu/health",
    layout.logs,
    signal,
  );
}

/** Starts the gateway before the LocalEmu at `localEmuPort` and waits until it serves. */
export async function startGateway(
  folder: string,
  localEmuPort: number,
  port: number,
  signal?: AbortSignal,
): Promise<Service> {
  const bundle = join(projectRoot, "dist/gateway.js");
  const command = [
    process.execPath,
    bundle,
    "--port",
    String(port),
    "--upstream",
    `http://127.0.0.1:${localEmuPort}`,
  ];
  return start(
    "gateway",
    command,
    process.env,
    folder,
    port,
    "/_gateway/health",
    layoutOf(folder).logs,
    signal,
  );
}

/** The SHA-256 of the gateway's bundle, in hexadecimal. When it was built says less: npm builds anew without a change. */
export function gatewayCode(): string {
  return createHash("sha256").update(readFileSync(gatewayBundle)).digest("hex");
}

async function start(
  name: string,
  [command = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  port: number,
  healthPath: string,
  logs: string,
  signal: AbortSignal | undefined,
): Promise<Service> {
  signal?.throwIfAborted();
  const logFile = join(logs, `${name.toLowerCase()}.log`);
  const identity = await startDaemon({ command, args, env, cwd, logFile });
  try {
    await waitUntilHealthy(name, identity, `http://127.0.0.1:${port}${healthPath}`, logFile, { signal });
  } catch (error) {
    await stopDaemon(identity);
    throw error;
  }
  return { ...identity, port };
}
