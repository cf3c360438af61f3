/**
 * An instance: LocalEmu with the gateway before it, in the background, with ports, data, engine home and backend of
 * its own in one folder. End-to-end tests start private ones in temporary folders.
 */
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { exclusively } from "../exclusively";
import { runSteps } from "../progress";
import { projectRoot } from "../projectRoot";
import { SetupError } from "../setupError";
import { ensureToolchain } from "../toolchain";
import type { LocalEmu } from "../toolchain/localEmu";
import { isHealthy, killDaemon, stopDaemon } from "./daemon";
import { applied, type Environment, instanceEnvironment } from "./environment";
import { installExecutables } from "./executables";
import { layoutOf } from "./layout";
import { DEFAULT_PORT, freePort, requireFreePort } from "./ports";
import { isRunning } from "./processIdentity";
import { type InstanceRecord, readRecord, removeRecord, writeRecord } from "./record";
import { gatewayCode, startGateway, startLocalEmu } from "./services";

/** The instance of this clone, which the npm scripts use. */
export const cloneFolder: string = join(projectRoot, ".local");

/** The file in an instance's folder by which its starts and stops take turns. */
const LOCK = "lock";

/** How to start an instance. */
export interface InstanceOptions {
  /** Holds all that belongs to the instance; made where it is missing. */
  readonly folder: string;
  /** The gateway's TCP port on 127.0.0.1; 0 takes any that is free. Where it runs already, its own port stays. */
  readonly port?: number | undefined;
  /** Uses the official AWS plugin instead of the stand-in; where it runs already, the choice stays unless given. */
  readonly officialAwsPlugin?: boolean | undefined;
  /** Ends the instance when this process ends, however that comes, short of SIGKILL. */
  readonly untilExit?: boolean;
  /** Takes what a user should know, in sentences. */
  readonly say?: (sentence: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** An instance that serves. */
export interface Instance {
  readonly folder: string;
  /** The gateway's URL, the endpoint for every AWS client. */
  readonly endpoint: string;
  /** A whole environment for processes that use the instance: this process's, with what leads to the instance. */
  readonly environment: NodeJS.ProcessEnv;
  /** Whether LocalEmu was started, thus is empty. */
  readonly fresh: boolean;
}

/** How an instance is. */
export type InstanceStatus =
  | { readonly state: "running"; readonly endpoint: string; readonly environment: Environment }
  | { readonly state: "ailing"; readonly reason: string }
  | { readonly state: "down" };

/**
 * Starts what does not run: the whole instance, or only its gateway. Builds and installs the tools where they are
 * missing. Two starts of one instance wait for each other.
 * @throws SetupError where the machine lacks something or the port is taken
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const folder = resolve(options.folder);
  const toolchain = await ensureToolchain(options.signal);
  return exclusively(
    join(folder, LOCK),
    async () => {
      const known = await readRecord(folder);
      const officialAwsPlugin = options.officialAwsPlugin ?? known?.officialAwsPlugin ?? false;
      const running = known !== undefined && isRunning(known.localEmu) ? known : undefined;
      if (running === undefined) await discard(folder, known, options.say);
      await installExecutables(folder, toolchain.pulumi, officialAwsPlugin, toolchain.localEmu);
      const record =
        running === undefined
          ? await startAll(folder, toolchain.localEmu, officialAwsPlugin, options)
          : { ...(await keep(folder, running, options)), officialAwsPlugin };
      await writeRecord(folder, record);
      if (options.untilExit === true) endWithThisProcess(record);
      return {
        folder,
        endpoint: `http://127.0.0.1:${record.gateway.port}`,
        environment: applied(instanceEnvironment(folder, record.gateway.port)),
        fresh: running === undefined,
      };
    },
    { signal: options.signal },
  );
}

/**
 * Ends an instance and removes its folder with all its state.
 * @returns whether anything ran
 */
export async function stopInstance(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false;
  const anythingRan = await exclusively(join(folder, LOCK), async () => {
    const record = await readRecord(folder);
    const services = record === undefined ? [] : [record.gateway, record.localEmu];
    const ran = services.some(isRunning);
    await Promise.all(services.map((service) => stopDaemon(service)));
    const names = (await readdir(folder)).filter((name) => name !== LOCK);
    await Promise.all(
      names.map((name) => rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 })),
    );
    return ran;
  });
  // Another process may have begun to start it again meanwhile: then the folder is its own.
  if ((await readdir(folder)).every((name) => name === LOCK))
    await rm(folder, { recursive: true, force: true });
  return anythingRan;
}

/** How the instance in a folder is, by its processes and their answers. */
export async function instanceStatus(folder: string): Promise<InstanceStatus> {
  const record = await readRecord(folder);
  if (record === undefined) return { state: "down" };
  if (!isRunning(record.localEmu)) return { state: "ailing", reason: "LocalEmu has ended" };
  const { port } = record.gateway;
  if (!isRunning(record.gateway) || !(await isHealthy(`http://127.0.0.1:${port}/_gateway/health`))) {
    return { state: "ailing", reason: "the gateway does not answer" };
  }
  return {
    state: "running",
    endpoint: `http://127.0.0.1:${port}`,
    environment: instanceEnvironment(folder, port),
  };
}

/** LocalEmu keeps nothing: with it goes all that the stacks' state describes. */
async function discard(
  folder: string,
  known: InstanceRecord | undefined,
  say: InstanceOptions["say"] = () => undefined,
): Promise<void> {
  const { state, localEmu } = layoutOf(folder);
  if (known !== undefined) await stopDaemon(known.gateway);
  if (existsSync(join(state, ".pulumi")) && readdirSync(join(state, ".pulumi")).includes("stacks")) {
    say("LocalEmu has ended, and with it all that the stacks describe: their state is discarded.");
  }
  await rm(state, { recursive: true, force: true });
  await rm(localEmu, { recursive: true, force: true });
  await removeRecord(folder);
}

async function startAll(
  folder: string,
  tool: LocalEmu,
  officialAwsPlugin: boolean,
  options: InstanceOptions,
): Promise<InstanceRecord> {
  const { state, logs } = layoutOf(folder);
  const { port = DEFAULT_PORT } = options;
  if (port !== 0) await requireFreePort(port);
  const gatewayPort = port === 0 ? await freePort() : port;
  await Promise.all([mkdir(state, { recursive: true }), mkdir(logs, { recursive: true })]);
  return shown("Start LocalEmu and the gateway before it", options, async (signal) => {
    const localEmu = await startLocalEmu(folder, tool, gatewayPort, signal);
    try {
      const gateway = await startGateway(folder, localEmu.port, gatewayPort, signal);
      return { localEmu, gateway, gatewayCode: gatewayCode(), officialAwsPlugin };
    } catch (error) {
      await stopDaemon(localEmu);
      throw error;
    }
  });
}

/** Shows work as a step where the caller wants to be told things. */
async function shown<T>(
  title: string,
  { say, signal }: InstanceOptions,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (say === undefined) return work(signal);
  let done: { readonly result: T } | undefined;
  const run = async (_report: unknown, until: AbortSignal): Promise<undefined> => {
    done = { result: await work(until) };
  };
  await runSteps([{ title, run }], signal);
  if (done === undefined) throw new Error(`${title}: ended without a result`);
  return done.result;
}

async function keep(
  folder: string,
  running: InstanceRecord,
  options: InstanceOptions,
): Promise<InstanceRecord> {
  const { port } = running.gateway;
  if (options.port !== undefined && options.port !== 0 && options.port !== port) {
    throw new SetupError(
      `The local instance already runs on port ${port}: end it with \`npm run local:down\` to have it on ${options.port}.`,
    );
  }
  if (isRunning(running.gateway)) {
    if (await isHealthy(`http://127.0.0.1:${port}/_gateway/health`)) {
      if (running.gatewayCode !== gatewayCode()) {
        // It may hold what LocalEmu cannot, so it is not taken away unasked.
        options.say?.(
          "The gateway that runs is not of the present code: `npm run local:down` first, to have that.",
        );
      }
      return running;
    }
    await stopDaemon(running.gateway);
  }
  options.say?.("The gateway had ended: it is started again.");
  await requireFreePort(port);
  const gateway = await startGateway(folder, running.localEmu.port, port, options.signal);
  return { ...running, gateway, gatewayCode: gatewayCode() };
}

function endWithThisProcess({ gateway, localEmu }: InstanceRecord): void {
  process.once("exit", () => {
    killDaemon(gateway);
    killDaemon(localEmu);
  });
  for (const [signal, number] of [
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const) {
    // Where someone else listens too, that one decides when the process ends.
    process.once(signal, () => {
      if (process.listenerCount(signal) === 0) process.exit(128 + number);
    });
  }
}
