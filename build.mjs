// Bundles what must be compiled. Runs after `npm ci` (npm's `prepare`) and whenever a source is newer than its bundle.
import { writeFile } from "node:fs/promises";
import { build } from "esbuild";

/** Bundle -> entry point. `@pulumi/*` stays outside: the engine and its SDK must share one copy of it. */
const bundles = {
  "dist/gateway.js": "local/gateway/main.ts",
  "dist/languageHost.js": "local/languageHost/main.ts",
  "dist/local.js": "local/cli.ts",
  "policy-pack/dist/index.js": "policy-pack/index.ts",
};

const { metafile } = await build({
  entryPoints: Object.fromEntries(
    Object.entries(bundles).map(([out, entry]) => [out.replace(/\.js$/, ""), entry]),
  ),
  outdir: ".",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["@pulumi/*"],
  logLevel: "warning",
  metafile: true,
});

/** Bundle -> the project's own files in it, by which local/bootstrap.cjs knows when to build again. */
const sources = Object.entries(metafile.outputs).map(([bundle, { inputs }]) => [
  bundle,
  Object.keys(inputs).filter((path) => !path.includes("node_modules/")),
]);
await writeFile("dist/bundles.json", JSON.stringify(Object.fromEntries(sources), null, 1));
