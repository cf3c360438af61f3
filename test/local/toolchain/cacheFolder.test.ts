import assert from "node:assert/strict";
import { cacheFolder } from "../../../local/toolchain/cacheFolder";

describe("cacheFolder", () => {
  const cases: Record<string, [env: NodeJS.ProcessEnv, platform: NodeJS.Platform, expected: string]> = {
    "is the one asked for": [{ HOME: "/h", KMS_FOUNDATION_CACHE: "/c" }, "linux", "/c"],
    "follows XDG_CACHE_HOME": [{ HOME: "/h", XDG_CACHE_HOME: "/x" }, "linux", "/x/kms-foundation"],
    "takes an empty variable for none": [
      { HOME: "/h", XDG_CACHE_HOME: "", KMS_FOUNDATION_CACHE: "" },
      "linux",
      "/h/.cache/kms-foundation",
    ],
    "is in Library on macOS": [{ HOME: "/h" }, "darwin", "/h/Library/Caches/kms-foundation"],
  };
  for (const [name, [env, platform, expected]] of Object.entries(cases)) {
    it(name, () => {
      assert.equal(cacheFolder(env, platform), expected);
    });
  }
});
