// Bundles what must be compiled. Runs after `npm ci` (npm's `prepare`) and whenever a source is newer than its bundle.
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { build } from "esbuild";

/** Bundle -> entry point. `@pulumi/*` stays outside: the engine and its SDK must share one copy of it; so does DuckDB, a native library. */
const bundles = {
  "dist/gateway.js": "local/gateway/main.ts",
  "dist/kms-audit.js": "audit/main.ts",
  "dist/languageHost.js": "local/languageHost/main.ts",
  "dist/local.js": "local/cli.ts",
  "dist/provider.js": "local/provider/main.ts",
  "policy-pack/dist/index.js": "policy-pack/index.ts",
};

const { metafile, outputFiles } = await build({
  entryPoints: Object.fromEntries(
    Object.entries(bundles).map(([out, entry]) => [out.replace(/\.js$/, ""), entry]),
  ),
  outdir: ".",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["@pulumi/*", "@duckdb/node-api"],
  logLevel: "warning",
  metafile: true,
  write: false,
});

// A process that starts while this runs finds the old bundle or the new one, never half of one.
for (const { path, contents } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}.new`, contents);
  await rename(`${path}.${process.pid}.new`, path);
}

/** Bundle -> the project's own files in it, by which local/bootstrap.cjs knows when to build again. */
const sources = Object.entries(metafile.outputs).map(([bundle, { inputs }]) => [
  bundle,
  Object.keys(inputs).filter((path) => !path.includes("node_modules/")),
]);
await writeFile("dist/bundles.json", JSON.stringify(Object.fromEntries(sources), null, 1));

// npx runs the package's own bin as a program.
await chmod("dist/kms-audit.js", 0o755);
