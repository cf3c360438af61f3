/** Puts the engine, Node.js, the AWS CLI and the plugins where an instance's environment leads to. */
import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "../projectRoot";
import type { LocalEmu } from "../toolchain/localEmu";
import type { PulumiCli } from "../toolchain/pulumiCli";
import { quoted } from "./environment";
import { layoutOf } from "./layout";

/**
 * Fills an instance's `bin` folder and PULUMI_HOME.
 * @param officialAwsPlugin lets the engine use the plugins of the user's own, where it fetches the official one
 */
export async function installExecutables(
  folder: string,
  pulumi: PulumiCli,
  officialAwsPlugin: boolean,
  localEmu: LocalEmu,
): Promise<void> {
  const { bin, pulumiHome } = layoutOf(folder);
  await mkdir(bin, { recursive: true });
  await replace(join(bin, "node"), (path) => symlink(process.execPath, path));
  // LocalEmu comes with the AWS CLI, so that the drills of docs/environments.md need no other.
  await replace(join(bin, "aws"), (path) =>
    writeLauncher(path, [localEmu.python, join(dirname(localEmu.python), "aws")]),
  );

  const [cli, languageHost] = [join(bin, "pulumi"), join(bin, "pulumi-language-nodejs")];
  if (pulumi.hasLanguageHost) {
    await replace(cli, (path) => writeLauncher(path, [pulumi.executable]));
    await rm(languageHost, { force: true });
  } else {
    // The engine looks for its language host beside its own file, links resolved: so it needs to be a file here.
    if (!(await isSameFile(cli, pulumi.executable))) {
      await replace(cli, (path) => linkOrCopy(pulumi.executable, path));
    }
    await replace(languageHost, (path) =>
      writeLauncher(path, [process.execPath, join(projectRoot, "dist/languageHost.js")]),
    );
  }
  await installAwsPlugin(pulumiHome, officialAwsPlugin);
}

async function installAwsPlugin(pulumiHome: string, official: boolean): Promise<void> {
  const plugins = join(pulumiHome, "plugins");
  const isLink = (await lstat(plugins).catch(() => undefined))?.isSymbolicLink() ?? false;
  if (isLink !== official) await rm(plugins, { recursive: true, force: true });
  await mkdir(pulumiHome, { recursive: true });
  if (official) {
    if (!isLink) await symlink(await userPlugins(), plugins);
    return;
  }
  const folder = join(plugins, `resource-aws-v${await awsSdkVersion()}`);
  await mkdir(folder, { recursive: true });
  await replace(join(folder, "pulumi-resource-aws"), (path) =>
    writeLauncher(path, [process.execPath, join(projectRoot, "dist/provider.js")]),
  );
}

/** Where the user's own engine keeps its plugins: the official one, once fetched, is not fetched again. */
async function userPlugins(): Promise<string> {
  const folder = join(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
  await mkdir(folder, { recursive: true });
  return folder;
}

/** The version of the SDK that the program uses is the version of the plugin that the engine looks for. */
async function awsSdkVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(join(projectRoot, "node_modules/@pulumi/aws/package.json"), "utf8"),
  );
  if (
    typeof manifest === "object" &&
    manifest !== null &&
    "version" in manifest &&
    typeof manifest.version === "string"
  ) {
    return manifest.version;
  }
  throw new Error("node_modules/@pulumi/aws/package.json has no version: run npm ci");
}

async function writeLauncher(path: string, command: readonly string[]): Promise<void> {
  await writeFile(path, `#!/bin/sh\nexec ${command.map(quoted).join(" ")} "$@"\n`);
  await chmod(path, 0o755);
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => stat(path).catch(() => undefined)));
  // A copy, where the folders are on different file systems, has another inode but the same time and size.
  return one !== undefined && other !== undefined && (one.ino === other.ino || one.size === other.size);
}

/** Puts a new file in a path's place at once, so that another process finds the old one or the new one. */
async function replace(path: string, create: (path: string) => Promise<void>): Promise<void> {
  const fresh = `${path}.${process.pid}.new`;
  await rm(fresh, { force: true });
  await create(fresh);
  await rename(fresh, path);
}
