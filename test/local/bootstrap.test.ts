import assert from "node:assert/strict";
import { installIsDue, buildIsDue } from "../../local/bootstrap.cjs";

const locked = (packages: Record<string, object>) => ({ packages: { "": { name: "project" }, ...packages } });

describe("bootstrap: whether the dependencies must be installed", () => {
  const cases: Record<string, [lock: object, installed: object | undefined, reason: RegExp | undefined]> = {
    "nothing is installed": [locked({}), undefined, /none are installed/],
    "everything is as locked": [
      locked({ "node_modules/a": { version: "1.0.0" } }),
      { packages: { "node_modules/a": { version: "1.0.0" } } },
      undefined,
    ],
    "a package is missing": [
      locked({ "node_modules/@s/a": { version: "1.0.0" } }),
      { packages: {} },
      /^@s\/a is missing$/,
    ],
    "a nested package has another version": [
      locked({ "node_modules/a/node_modules/b": { version: "2.0.0" } }),
      { packages: { "node_modules/a/node_modules/b": { version: "1.0.0" } } },
      /^b is 1.0.0, locked is 2.0.0$/,
    ],
    "a package for another platform is missing": [
      locked({ "node_modules/a": { version: "1.0.0", optional: true } }),
      { packages: {} },
      undefined,
    ],
    "an optional package has another version": [
      locked({ "node_modules/a": { version: "2.0.0", optional: true } }),
      { packages: { "node_modules/a": { version: "1.0.0" } } },
      /^a is 1.0.0/,
    ],
    "more is installed than is locked": [
      locked({}),
      { packages: { "node_modules/a": { version: "1.0.0" } } },
      undefined,
    ],
  };
  for (const [name, [lock, installed, reason]] of Object.entries(cases)) {
    it(name, () => {
      const due = installIsDue(lock, installed);
      if (reason === undefined) assert.equal(due, undefined);
      else assert.match(String(due), reason);
    });
  }
});

describe("bootstrap: whether the bundles must be built", () => {
  const bundles = { "dist/a.js": ["a.ts", "b.ts"] };
  const times =
    (known: Record<string, number | undefined>) =>
    (path: string): number | undefined =>
      known[path];
  const upToDate = { "build.mjs": 1, "a.ts": 1, "b.ts": 2, "dist/a.js": 3 };

  it("not where each bundle is newer than its sources", () => {
    assert.equal(buildIsDue(bundles, times(upToDate)), undefined);
  });
  it("where nothing has been built", () => {
    assert.equal(buildIsDue(undefined, times({})), "nothing is built");
  });
  it("where a bundle is missing", () => {
    assert.equal(buildIsDue(bundles, times({ ...upToDate, "dist/a.js": undefined })), "dist/a.js is missing");
  });
  it("where a source is newer", () => {
    assert.equal(buildIsDue(bundles, times({ ...upToDate, "b.ts": 4 })), "b.ts has changed");
  });
  it("where a source has gone", () => {
    assert.equal(buildIsDue(bundles, times({ ...upToDate, "a.ts": undefined })), "a.ts has changed");
  });
  it("where the table of bundles has changed", () => {
    assert.equal(buildIsDue(bundles, times({ ...upToDate, "build.mjs": 9 })), "build.mjs has changed");
  });
});
