/**
 * Lets Node.js keep what it compiles for the next run of the pack. Imported first, so that it holds for all that follows.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
import * as nodeModule from "node:module";

/** When everything has long been loaded, in milliseconds. */
const ALL_LOADED = 3_000;

// Node.js 20 has no such cache.
if ("enableCompileCache" in nodeModule) {
  nodeModule.enableCompileCache();
  // Node.js writes the cache when it exits; but a pack is ended by a signal.
  setTimeout(() => {
    nodeModule.flushCompileCache();
  }, ALL_LOADED).unref();
}
