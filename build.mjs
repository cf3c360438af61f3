// Bundles what must be compiled. Runs after `npm ci` (npm's `prepare`) and whenever a source is newer than its bundle.
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { build } from "esbuild";
import { noticesOf } from "./notices.mjs";

/** Bundle -> entry point. `@pulumi/*` stays outside: the engine and its SDK must share one copy of it. */
const bundles = {
  "dist/gateway.js": "local/gateway/main.ts",
  "dist/languageHost.js": "local/languageHost/main.ts",
  "dist/local.js": "local/cli.ts",
  "dist/provider.js": "local/provider/main.ts",
};

/** The policy pack takes its own SDK in, with the little of @pulumi/pulumi that it needs: a start in half the time. */
const pack = { "policy-pack/dist/index.js": "policy-pack/index.ts" };
const partOfPulumi = {
  name: "part-of-pulumi",
  setup({ onResolve }) {
    onResolve({ filter: /^@pulumi\/pulumi$/ }, () => ({ path: resolve("policy-pack/partOfPulumi.ts") }));
  },
};

/** The command: what only some subcommands load stays outside, so that the others start in a quarter of a second. */
const command = {
  "dist/kms-audit.js": "audit/main.ts",
  "dist/recordWorker.js": "audit/usage/records/recordWorker.ts",
};

/** The scripts and the styles of the HTML reports, which run in a browser. */
const pages = {
  "dist/reportPage.js": "audit/page/client/main.tsx",
  "dist/usagePage.js": "audit/page/client/usage/main.tsx",
  "dist/page.css": "audit/page/client/page.css",
};

const shared = { outdir: ".", bundle: true, logLevel: "warning", metafile: true, write: false };
const forNode = { platform: "node", target: "node20", format: "cjs" };
const built = await Promise.all([
  build({ ...shared, ...forNode, entryPoints: entryPoints(bundles), external: ["@pulumi/*"] }),
  build({
    ...shared,
    ...forNode,
    entryPoints: entryPoints(pack),
    external: ["@pulumi/pulumi/*", "@grpc/grpc-js"],
    plugins: [partOfPulumi],
  }),
  build({
    ...shared,
    ...forNode,
    entryPoints: entryPoints(command),
    external: ["@aws-sdk/*", "@smithy/*", "@duckdb/*", "echarts"],
    // What is loaded late is loaded by require: import() would first search its CommonJS for names.
    supported: { "dynamic-import": false },
  }),
  build({ ...shared, entryPoints: entryPoints(pages), platform: "browser", format: "iife", minify: true }),
]);

function entryPoints(table) {
  return Object.entries(table).map(([out, entry]) => ({ in: entry, out: out.replace(/\.[a-z]+$/, "") }));
}

// A process that starts while this runs finds the old bundle or the new one, never half of one.
for (const { path, contents } of built.flatMap(({ outputFiles }) => outputFiles)) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}.new`, contents);
  await rename(`${path}.${process.pid}.new`, path);
}

// The pack is published, with what it took in.
const [, ofPack] = built;
await writeFile("policy-pack/dist/NOTICES.txt", await noticesOf(ofPack.metafile));

/** Bundle -> the project's own files in it, by which local/bootstrap.cjs knows when to build again. */
const outputs = built.flatMap(({ metafile }) => Object.entries(metafile.outputs));
const sources = outputs.map(([bundle, { inputs }]) => [
  bundle,
  Object.keys(inputs).filter((path) => !path.includes("node_modules/")),
]);
await writeFile("dist/bundles.json", JSON.stringify(Object.fromEntries(sources), null, 1));

// npx runs the package's own bin as a program.
await chmod("dist/kms-audit.js", 0o755);
