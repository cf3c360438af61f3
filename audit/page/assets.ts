/** The pages' scripts and styles, as `build.mjs` bundles them. */
import { readFileSync } from "node:fs";
import path from "node:path";

/** A page's script. */
export type Script = "reportPage.js" | "usagePage.js";

/** A text that goes into the page as it is. */
export function asset(name: Script | "page.css"): string {
  return readFileSync(path.join(bundles, name), "utf8");
}

/** This file runs from the bundle, or from its source in audit/page. */
const bundles = path.basename(__dirname) === "dist" ? __dirname : path.resolve(__dirname, "../../dist");
