/** The Pulumi CLI: the user's own where it is recent enough, else one built from its published Go modules. */
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { exclusively } from "../exclusively";
import { isInstanceBin } from "../instance/layout";
import { projectRoot } from "../projectRoot";
import { CommandError, runCommand } from "../runCommand";
import { SetupError } from "../setupError";
import { cacheFolder } from "./cacheFolder";
import { findOnPath, isExecutableFile } from "./findOnPath";
import { isAtLeast } from "./version";

/**
 * The version that is built, and the oldest on the PATH that is used instead: this project is tested with no older
 * one, and the policy pack's remediation and the `noCheck` set-up were checked with this one.
 */
export const PULUMI_VERSION = "3.259.0";

/** How many packages the CLI is compiled of, about. */
const PACKAGES = 1_680;

/** A CLI to run. */
export interface PulumiCli {
  readonly executable: string;
  /** Whether a Node.js language host comes with it; where none does, this project's is put beside it. */
  readonly hasLanguageHost: boolean;
}

const builtCli = (cache: string): string =>
  join(cache, `pulumi-v${PULUMI_VERSION}-${process.platform}-${process.arch}`, "pulumi");

/**
 * The CLI that needs no building: the first recent one on the PATH, else the one in the cache.
 * @returns undefined where it has to be built
 */
export async function findPulumiCli(env: NodeJS.ProcessEnv = process.env): Promise<PulumiCli | undefined> {
  const path = (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !isInstanceBin(folder))
    .join(delimiter);
  for (const executable of findOnPath("pulumi", path)) {
    const version = await runCommand(executable, ["version"], {
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    }).catch(() => "");
    if (!isAtLeast(version, PULUMI_VERSION)) continue;
    const beside = join(dirname(realpathSync(executable)), "pulumi-language-nodejs");
    const hasLanguageHost = isExecutableFile(beside) || findOnPath("pulumi-language-nodejs", path).length > 0;
    return { executable, hasLanguageHost };
  }
  const executable = builtCli(cacheFolder(env));
  return isExecutableFile(executable) ? { executable, hasLanguageHost: false } : undefined;
}

/**
 * Builds the CLI into the cache, unless another process has done so meanwhile. Needs Go, see `requireGo`.
 * @param report takes the progress
 * @throws SetupError with the end of Go's output where the build fails
 */
export async function buildPulumiCli(
  report: (text: string) => void,
  signal?: AbortSignal,
): Promise<PulumiCli> {
  const cache = cacheFolder();
  const executable = builtCli(cache);
  const built: PulumiCli = { executable, hasLanguageHost: false };
  return exclusively(
    join(cache, "pulumi.lock"),
    async () => {
      if (isExecutableFile(executable)) return built;
      const work = join(cache, "build-pulumi");
      await rm(work, { recursive: true, force: true });
      await mkdir(work);
      try {
        await build(work, report, signal).catch(explain);
        await mkdir(dirname(executable), { recursive: true });
        await rename(join(work, "pulumi"), executable);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
      return built;
    },
    {
      waiting: () => {
        report("another process is building it");
      },
      signal,
    },
  );
}

function explain(error: unknown): never {
  if (!(error instanceof CommandError)) throw error;
  const lines = error.output.trim().split("\n").slice(-8).join("\n");
  throw new SetupError(
    `The Pulumi CLI could not be built. Is the Go module proxy in reach, and is there room on the disk? Go said:\n${lines}`,
    { cause: error },
  );
}

/**
 * Sees that the CLI can be built.
 * @throws SetupError where Go is missing, or is too old and may not fetch a newer one
 */
export async function requireGo(signal?: AbortSignal): Promise<void> {
  try {
    await runCommand("go", ["list", "-m"], { cwd: modules, env: goEnvironment(), signal });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const mend = `install Go (https://go.dev/dl), or the Pulumi CLI ${PULUMI_VERSION} or newer`;
    throw new SetupError(
      error.code === "ENOENT"
        ? `Neither a recent Pulumi CLI nor Go to build one is on the PATH: ${mend}.`
        : `Go on the PATH cannot build the Pulumi CLI (${error.output.trim()}): ${mend}.`,
      { cause: error },
    );
  }
}

/** Locks the CLI's modules; a copy of it is what is built, since Go may write to it. */
const modules = join(projectRoot, "local/toolchain/pulumiCli");

/** The user's own flags may ask for a vendor folder or another module file, and there may be no C compiler. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off", CGO_ENABLED: "0" };
}

async function build(
  work: string,
  report: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  await copyFile(join(modules, "go.mod"), join(work, "go.mod"));
  await copyFile(join(modules, "go.sum"), join(work, "go.sum"));
  let packages = 0;
  await runCommand(
    "go",
    [
      "build",
      "-v",
      "-trimpath",
      ...["-tags", "osusergo,grpcnotrace"],
      ...[
        "-ldflags",
        `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${PULUMI_VERSION}`,
      ],
      ...["-o", "pulumi"],
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ],
    {
      cwd: work,
      env: goEnvironment(),
      signal,
      onLine: (line) => {
        const downloading = line.startsWith("go: downloading ");
        if (!downloading) packages++;
        report(
          downloading
            ? line.slice("go: ".length)
            : `${packages} of about ${PACKAGES} packages compiled, now ${line}`,
        );
      },
    },
  );
}
