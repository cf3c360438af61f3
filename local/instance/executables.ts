/** Puts the engine, Node.js and the plugins where an instance's environment leads to. */
import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../projectRoot";
import type { PulumiCli } from "../toolchain/pulumiCli";
import { quoted } from "./environment";
import { layoutOf } from "./layout";

/** By this line a launcher of ours is known from an official plugin. */
const MARK = "# Written by kms-foundation's local set-up.";

/**
 * Fills an instance's `bin` folder and PULUMI_HOME.
 * @param officialAwsPlugin leaves the AWS plugin to the engine, which fetches the official one
 */
export async function installExecutables(
  folder: string,
  pulumi: PulumiCli,
  officialAwsPlugin: boolean,
): Promise<void> {
  const { bin, pulumiHome } = layoutOf(folder);
  await mkdir(bin, { recursive: true });
  await replace(join(bin, "node"), (path) => symlink(process.execPath, path));

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
  const folder = join(pulumiHome, "plugins", `resource-aws-v${await awsSdkVersion()}`);
  const plugin = join(folder, "pulumi-resource-aws");
  if (official) {
    const launcher = await readFile(plugin, "utf8").catch(() => "");
    if (launcher.includes(MARK)) await rm(folder, { recursive: true });
    return;
  }
  await mkdir(folder, { recursive: true });
  await replace(plugin, (path) =>
    writeLauncher(path, [process.execPath, join(projectRoot, "dist/provider.js")]),
  );
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
  await writeFile(path, `#!/bin/sh\n${MARK}\nexec ${command.map(quoted).join(" ")} "$@"\n`);
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
