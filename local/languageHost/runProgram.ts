/** Runs a Pulumi program. */
import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import type { ChildExit, Children } from "./children";
import { optionsEnvironment, runtimeOptions, splitWords } from "./options";
import { programInfo, refuseDebugger } from "./programInfo";
import { locateSdkModule } from "./sdkModule";

/** How a program ended: an error for the engine to show, or `bail` where the program has told the user itself. */
export interface ProgramResult {
  readonly error: string;
  readonly bail: boolean;
}

/** The exit code by which the SDK says that it has told the user what is wrong. */
const EXIT_AFTER_MESSAGE = 32;

/** What Node.js writes when it runs out of heap. */
const OUT_OF_MEMORY = /FATAL ERROR: .*(?:heap out of memory|Allocation failed)/;

/**
 * Runs the program that the engine asks for and waits for its end.
 * @param engineAddress host and port of the engine's server
 * @param signal ends the program early
 */
export async function runProgram(
  request: RunRequest,
  engineAddress: string,
  children: Children,
  signal: AbortSignal,
): Promise<ProgramResult> {
  const info = programInfo(request);
  const options = runtimeOptions(info);
  refuseDebugger(request);
  const folder = info.getProgramDirectory();
  const runner = locateSdkModule(
    process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH ?? "@pulumi/pulumi/cmd/run",
    folder,
    "pulumi install",
  );
  let outOfMemory = false;
  const exit = await children.run(
    process.execPath,
    [...splitWords(options.nodeargs), runner, ...runnerArguments(request, engineAddress)],
    {
      cwd: folder,
      env: { ...process.env, ...optionsEnvironment(options), ...configEnvironment(request) },
      output: {
        stdout: (bytes) => process.stdout.write(bytes),
        stderr: (bytes) => {
          outOfMemory ||= OUT_OF_MEMORY.test(Buffer.from(bytes).toString());
          process.stderr.write(bytes);
        },
      },
      signal,
    },
  );
  return resultOf(exit, outOfMemory);
}

function runnerArguments(request: RunRequest, engineAddress: string): string[] {
  const info = programInfo(request);
  const flags: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info.getEntryPoint(),
    ...request.getArgsList(),
  ];
}

function configEnvironment(request: RunRequest): NodeJS.ProcessEnv {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

function resultOf({ code, signal }: ChildExit, outOfMemory: boolean): ProgramResult {
  if (code === 0) return { error: "", bail: false };
  if (code === EXIT_AFTER_MESSAGE) return { error: "", bail: true };
  const memory = outOfMemory
    ? ". Node.js ran out of memory: raise its limit, for example with NODE_OPTIONS=--max-old-space-size=8192"
    : "";
  return {
    error:
      code === null
        ? `Program was ended by ${signal ?? "a signal"}${memory}`
        : `Program exited with non-zero exit code: ${code}${memory}`,
    bail: false,
  };
}
