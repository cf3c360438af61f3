// Bundles what must be compiled. Runs after `npm ci` (npm's `prepare`) and whenever a source is newer than its bundle.
import { build } from "esbuild";

/** Bundle -> entry point. `@pulumi/*` stays outside: the engine and its SDK must share one copy of it. */
const bundles = {
};

await build({
  entryPoints: Object.fromEntries(Object.entries(bundles).map(([out, entry]) => [out.replace(/\.js$/, ""), entry])),
  outdir: ".",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["@pulumi/*"],
  logLevel: "warning",
});
