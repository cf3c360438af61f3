import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findPulumiCli, PULUMI_VERSION } from "../../../local/toolchain/pulumiCli";
import { executable, temporaryFolder } from "../executable";

describe("findPulumiCli", () => {
  const root = temporaryFolder();
  const cli = (path: string, version: string) => executable(join(root, path), `echo v${version}`);
  const cached = join(`pulumi-v${PULUMI_VERSION}-${process.platform}-${process.arch}`, "pulumi");
  const search = (...folders: string[]) =>
    findPulumiCli({
      PATH: folders.map((folder) => join(root, folder)).join(":"),
      KMS_FOUNDATION_CACHE: join(root, "cache"),
    });

  it("finds none where there is none", async () => {
    assert.equal(await search("nowhere"), undefined);
  });
  it("takes a recent one on the PATH, with the language host beside it", async () => {
    const executablePath = cli("official/pulumi", PULUMI_VERSION);
    executable(join(root, "official/pulumi-language-nodejs"), "");
    assert.deepEqual(await search("official"), { executable: executablePath, hasLanguageHost: true });
  });
  it("sees that a recent one has no language host", async () => {
    const executablePath = cli("bare/pulumi", "3.300.1");
    assert.deepEqual(await search("bare"), { executable: executablePath, hasLanguageHost: false });
  });
  it("takes a language host elsewhere on the PATH", async () => {
    const executablePath = cli("bare2/pulumi", "3.300.1");
    executable(join(root, "hosts/pulumi-language-nodejs"), "");
    assert.deepEqual(await search("bare2", "hosts"), { executable: executablePath, hasLanguageHost: true });
  });
  it("passes over one that is too old, and one that does not run, to a recent one", async () => {
    cli("old/pulumi", "3.100.0");
    executable(join(root, "broken/pulumi"), "exit 1");
    const recent = cli("recent/pulumi", "4.0.0");
    assert.equal((await search("old", "broken", "recent"))?.executable, recent);
  });
  it("passes over the folder of an instance, which a shell has first on its PATH after `npm run local:env`", async () => {
    cli("instance/bin/pulumi", PULUMI_VERSION);
    executable(join(root, "instance/bin/pulumi-language-nodejs"), "");
    mkdirSync(join(root, "instance/localemu"));
    assert.equal(await search("instance/bin"), undefined);
    const own = cli("own/pulumi", PULUMI_VERSION);
    assert.deepEqual(await search("instance/bin", "own"), { executable: own, hasLanguageHost: false });
  });
  it("takes the one built before where the PATH has none that will do", async () => {
    mkdirSync(join(root, "cache"), { recursive: true });
    const built = cli(join("cache", cached), PULUMI_VERSION);
    assert.deepEqual(await search("old"), { executable: built, hasLanguageHost: false });
  });
});
