#!/usr/bin/env node
/** The command `kms-audit`. Only this file touches the process. */
import { main } from "./cli";
import { processIo } from "./io";

// A reader that closes the pipe early (`| head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

// Which Node.js this runs on is its user's choice, and package.json says which it may be.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

void main(process.argv.slice(2), processIo(process)).then((exitCode) => {
  process.exitCode = exitCode;
});
