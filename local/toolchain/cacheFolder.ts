import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where the tools are kept that are built or installed once for a user and shared by every clone of this project:
 * KMS_FOUNDATION_CACHE, else the platform's folder for caches.
 * https://specifications.freedesktop.org/basedir/latest/
 */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (isSet(env.KMS_FOUNDATION_CACHE)) return env.KMS_FOUNDATION_CACHE;
  const home = isSet(env.HOME) ? env.HOME : homedir();
  if (platform === "darwin") return join(home, "Library", "Caches", "kms-foundation");
  return join(isSet(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(home, ".cache"), "kms-foundation");
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
