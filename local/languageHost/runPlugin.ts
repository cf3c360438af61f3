/** Runs plugins that are written for Node.js: policy packs, and providers given as sources. */
import type { RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import type { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Children } from "./children";
import { messageOf } from "./handlers";
import type { Output } from "./output";
import { optionsEnvironment, runtimeOptions, splitWords } from "./options";
import { type PolicyProxy, startPolicyProxy } from "./policyProxy";
import { programInfo, refuseDebugger } from "./programInfo";
import { locateSdkModule } from "./sdkModule";

/**
 * Runs a plugin and waits for its end.
 * @param signal ends the plugin early
 * @returns the plugin's exit code
 */
export async function runPlugin(
  request: RunPluginRequest,
  output: Output,
  children: Children,
  signal: AbortSignal,
): Promise<number> {
  return request.getKind() === "analyzer"
    ? runPolicyPack(request, output, children, signal)
    : execute(request, "@pulumi/pulumi/cmd/run-plugin", {}, output, children, signal);
}

async function runPolicyPack(
  request: RunPluginRequest,
  output: Output,
  children: Children,
  signal: AbortSignal,
): Promise<number> {
  const proxy = await startPolicyProxy();
  try {
    output.stdout(Buffer.from(`${proxy.port}\n`));
    const stack = await orAborted(proxy.configuration, signal);
    const exitCode = await execute(
      request,
      "@pulumi/pulumi/cmd/run-policy-pack",
      stack === undefined ? {} : stackEnvironment(stack),
      { ...output, stdout: attachAtPort(proxy, output) },
      children,
      signal,
    );
    if (exitCode !== 0) proxy.fail(new Error(`policy pack exited with code ${exitCode}`));
    return exitCode;
  } finally {
    proxy.close();
  }
}

/** The configuration as `pulumi.Config` and `pulumi.getStack()` look for it in a policy pack. */
function stackEnvironment(stack: AnalyzerStackConfigureRequest): NodeJS.ProcessEnv {
  return {
    PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
    PULUMI_NODEJS_PROJECT: stack.getProject(),
    PULUMI_NODEJS_STACK: stack.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(stack.getConfigSecretKeysList()),
  };
}

/** The pack says its port in a line of its own, meant for the proxy; all else is output for the user. */
function attachAtPort(proxy: PolicyProxy, output: Output): (bytes: Uint8Array) => void {
  let attached = false;
  let line = "";
  return (bytes) => {
    if (attached) {
      output.stdout(bytes);
      return;
    }
    const lines = (line + Buffer.from(bytes).toString()).split("\n");
    line = lines.pop() ?? "";
    for (const [index, text] of lines.entries()) {
      if (/^\d+$/.test(text)) {
        attached = true;
        const rest = [...lines.slice(index + 1), line].join("\n");
        if (rest !== "") output.stdout(Buffer.from(rest));
        proxy.attach(Number(text)).catch((error: unknown) => {
          proxy.fail(new Error(`policy pack could not be configured: ${messageOf(error)}`));
        });
        return;
      }
      output.stdout(Buffer.from(`${text}\n`));
    }
  };
}

async function execute(
  request: RunPluginRequest,
  runner: string,
  environment: NodeJS.ProcessEnv,
  output: Output,
  children: Children,
  signal: AbortSignal,
): Promise<number> {
  const info = programInfo(request);
  const folder = info.getProgramDirectory();
  const options = runtimeOptions(info);
  refuseDebugger(request);
  const isPolicyPack = request.getKind() === "analyzer";
  const exit = await children.run(
    process.execPath,
    [
      ...splitWords(options.nodeargs),
      locateSdkModule(runner, folder, `npm install in ${folder}`),
      ...(isPolicyPack ? [...request.getArgsList(), folder] : [folder, ...request.getArgsList()]),
    ],
    {
      // Policy packs have always been run in their own folder, other plugins in the program's.
      cwd: isPolicyPack ? folder : request.getPwd() || folder,
      env: { ...variables(request.getEnvList()), ...optionsEnvironment(options), ...environment },
      output,
      signal,
    },
  );
  return exit.code ?? 1;
}

function variables(list: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    list.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new Error("the engine no longer needs this plugin"));
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    void promise.then(resolve, reject);
  });
}
