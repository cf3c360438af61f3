import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseOptions } from "../../../local/languageHost/options";
import {
  installArguments,
  installedPackages,
  packageManager,
} from "../../../local/languageHost/packageManager";
import { requiredPackages } from "../../../local/languageHost/requiredPackages";
import { temporaryFolder } from "../executable";

describe("requiredPackages", () => {
  const root = temporaryFolder();
  const manifest = (path: string, content: unknown) => {
    const file = join(root, path, "package.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  };
  const names = async (folder: string) =>
    (await requiredPackages(join(root, folder))).map(({ name, version }) => `${name} ${version}`);

  it("finds providers by the pulumi section, however deep, each once", async () => {
    manifest("p/node_modules/@pulumi/aws", {
      name: "@pulumi/aws",
      version: "7.48.0",
      pulumi: { resource: true },
    });
    manifest("p/node_modules/@pulumi/pulumi", {
      name: "@pulumi/pulumi",
      version: "3.0.0",
      pulumi: { comment: "" },
    });
    manifest("p/node_modules/left-pad", { name: "left-pad", version: "1.0.0" });
    manifest("p/node_modules/@me/wrap/node_modules/@pulumi/aws", {
      name: "@pulumi/aws",
      version: "v6.0.0",
      pulumi: { resource: true },
    });
    manifest("p/examples/e/node_modules/@acme/thing", {
      name: "@acme/thing",
      version: "1.0.0",
      pulumi: { resource: true, name: "thing", version: "0.9.0", server: "https://example.com" },
    });
    manifest("p/examples/f/node_modules/@pulumi/aws", {
      name: "@pulumi/aws",
      version: "7.48.0",
      pulumi: { resource: true },
    });
    assert.deepEqual(await names("p"), ["aws v6.0.0", "aws v7.48.0", "thing v0.9.0"]);
    assert.equal((await requiredPackages(join(root, "p")))[2]?.server, "https://example.com");
  });
  it("leaves policy packs, sources and what cannot be read out", async () => {
    manifest("q", { name: "@pulumi/own", version: "1.0.0", pulumi: { resource: true } });
    manifest("q/pack/node_modules/@pulumi/gcp", {
      name: "@pulumi/gcp",
      version: "1.0.0",
      pulumi: { resource: true },
    });
    writeFileSync(join(root, "q/pack/PulumiPolicy.yaml"), "");
    manifest("q/node_modules/broken", '{ "pulumi": ');
    manifest("q/node_modules/nameless", { name: "nameless", version: "1.0.0", pulumi: { resource: true } });
    assert.deepEqual(await names("q"), []);
  });
  it("follows links, and not in circles", async () => {
    manifest("linked/aws", { name: "@pulumi/aws", version: "1.0.0", pulumi: { resource: true } });
    mkdirSync(join(root, "r/node_modules/@pulumi"), { recursive: true });
    symlinkSync(join(root, "linked/aws"), join(root, "r/node_modules/@pulumi/aws"));
    symlinkSync(join(root, "r"), join(root, "r/again"));
    assert.deepEqual(await names("r"), ["aws v1.0.0"]);
  });
});

describe("the package manager", () => {
  const root = temporaryFolder();
  const auto = parseOptions({});
  const lockFile = (path: string, content = "{}") => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };

  it("is known by the nearest lock file", () => {
    lockFile("yarn.lock");
    lockFile("a/b/pnpm-lock.yaml");
    assert.equal(packageManager(auto, join(root, "a/b")), "pnpm");
    assert.equal(packageManager(auto, join(root, "a")), "yarn");
    assert.equal(packageManager({ ...auto, packagemanager: "bun" }, join(root, "a")), "bun");
  });
  it("installs as locked where there is a lock", () => {
    lockFile("locked/package-lock.json");
    assert.deepEqual(installArguments("npm", join(root, "locked"), false), ["ci", "--loglevel=error"]);
    assert.deepEqual(installArguments("npm", root, true), ["install", "--loglevel=error", "--omit=dev"]);
  });
  it("lists what is installed, direct or all", async () => {
    lockFile(
      "list/package-lock.json",
      JSON.stringify({
        packages: {
          "": { dependencies: { a: "^1" }, devDependencies: { "@s/b": "^2" } },
          "node_modules/a": { version: "1.2.3" },
          "node_modules/@s/b": { version: "2.0.0" },
          "node_modules/@s/b/node_modules/a": { version: "0.1.0" },
          "node_modules/c": { version: "3.0.0" },
        },
      }),
    );
    const listed = async (transitive: boolean) =>
      (await installedPackages(join(root, "list"), transitive)).map(
        ({ name, version }) => `${name} ${version}`,
      );
    assert.deepEqual(await listed(false), ["a 1.2.3", "@s/b 2.0.0"]);
    assert.deepEqual(await listed(true), ["a 1.2.3", "@s/b 2.0.0", "a 0.1.0", "c 3.0.0"]);
  });
});
