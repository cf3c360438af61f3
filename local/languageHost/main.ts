/**
 * The Node.js language host: what the Pulumi engine starts to run TypeScript programs and policy packs, where the
 * CLI comes without its own (`pulumi-language-nodejs`). It prints its port and serves `pulumirpc.LanguageRuntime`.
 */
import { createLanguageHost } from "./server";

/** Flags that the engine may put before the address of its own server, each with a value. */
const flagsWithValue = new Set(["--tracing", "--runtime"]);

async function main(args: readonly string[]): Promise<void> {
  const host = await createLanguageHost(engineAddress(args));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void host.stop());
  }
  // The engine holds the other end of this pipe: when it closes, the engine is gone, however it died.
  process.stdin.on("end", () => void host.stop()).on("error", () => void host.stop());
  process.stdin.resume();
  process.stdout.write(`${host.port}\n`);
  await host.stopped;
  process.exit();
}

function engineAddress(args: readonly string[]): string | undefined {
  return args.find((arg, index) => !arg.startsWith("-") && !flagsWithValue.has(args[index - 1] ?? ""));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
