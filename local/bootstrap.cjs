// The first step of every npm script that needs the project installed: installs the dependencies and builds the
// bundles where that is due, then runs dist/local.js with the arguments given, if any. It runs before anything is
// installed, so it is plain Node.js (20 or newer) without dependencies. What it says goes to stderr: some commands'
// output is meant for a shell.
const { spawn } = require("node:child_process");
const { existsSync, readFileSync, statSync } = require("node:fs");
const { constants } = require("node:os");
const { join } = require("node:path");

const root = join(__dirname, "..");
const majorVersion = Number(process.versions.node.split(".")[0]);

/** Oldest Node.js that npm can install this project with. */
const OLDEST_NODE = 20;

/** Oldest Node.js that runs dist/local.js without a flag: it has SQLite. */
const OLDEST_FOR_LOCAL = 24;

/** The exit code where something that the machine must have is missing (docs/local.md). */
const MISSING = 2;

module.exports = { installIsDue, buildIsDue };
if (require.main === module) void main(process.argv.slice(2));

async function main(args) {
  if (majorVersion < OLDEST_NODE) {
    say(`Node.js ${process.versions.node} is too old: install ${OLDEST_NODE} or newer (https://nodejs.org).`);
    process.exit(MISSING);
  }
  const install = installIsDue(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"));
  if (install !== undefined) {
    say(`Installing the project's dependencies (${install})`);
    await run(
      "npm",
      ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
      "npm is not on the PATH: install Node.js 20 or newer with npm (https://nodejs.org)",
    );
  } else {
    const build = buildIsDue(readJson("dist/bundles.json"), modified);
    if (build !== undefined) {
      say(`Building (${build})`);
      await run(node(), ["build.mjs"]);
    }
  }
  if (args.length > 0) await runLocal(args);
}

/**
 * Why the dependencies must be installed; undefined where they are as locked. Optional packages may be missing: they
 * are for other platforms. Packages beyond the lock file do no harm.
 * @param lock package-lock.json
 * @param installed node_modules/.package-lock.json, which npm writes of what it has installed
 */
function installIsDue(lock, installed) {
  if (installed === undefined) return "none are installed";
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === "") continue;
    const found = installed.packages[path];
    if (found === undefined && !wanted.optional && !wanted.peer) return `${nameOf(path)} is missing`;
    if (found !== undefined && found.version !== wanted.version) {
      return `${nameOf(path)} is ${found.version}, locked is ${wanted.version}`;
    }
  }
  return undefined;
}

function nameOf(path) {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

/**
 * Why the bundles must be built; undefined where each is newer than its sources.
 * @param bundles dist/bundles.json: the sources of each bundle
 * @param modified when a file was modified last, in milliseconds; undefined where there is none
 */
function buildIsDue(bundles, modified) {
  if (bundles === undefined) return "nothing is built";
  for (const [bundle, sources] of Object.entries(bundles)) {
    const built = modified(bundle);
    if (built === undefined) return `${bundle} is missing`;
    for (const source of [...sources, "build.mjs"]) {
      const changed = modified(source);
      if (changed === undefined || changed > built) return `${source} has changed`;
    }
  }
  return undefined;
}

function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs;
}

/** Runs the bundle here where this Node.js is new enough, else with the one that the project brings. */
async function runLocal(args) {
  const bundle = join(root, "dist/local.js");
  if (majorVersion >= OLDEST_FOR_LOCAL) {
    process.argv = [process.argv[0], bundle, ...args];
    require(bundle);
    return;
  }
  const child = spawn(node(), [bundle, ...args], { stdio: "inherit" });
  // A terminal's Ctrl-C reaches the child by itself.
  const passOn = (signal) => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal);
  process.exitCode = (await ended(child, passOn)).status;
}

/** The Node.js that npm has installed for this project, else the one running. */
function node() {
  const own = join(root, "node_modules/node/bin/node");
  return existsSync(own) ? own : process.execPath;
}

async function run(command, args, mend) {
  // A process group of its own, since npm itself goes on for a minute after a signal.
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", 2, 2], detached: true });
  const endGroup = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  const { status, error, interruption } = await ended(child, endGroup);
  if (status === 0) return;
  if (interruption !== undefined) {
    say("Interrupted. What was begun can be begun again.");
    process.exit(128 + constants.signals[interruption]);
  }
  if (error?.code === "ENOENT" && mend !== undefined) {
    say(mend);
    process.exit(MISSING);
  }
  say(`${command} ${args.join(" ")} failed${error === undefined ? "" : `: ${error.message}`}`);
  process.exit(status);
}

/** Waits for a child's end; none outlives this process, if `onSignal` sees to that. */
function ended(child, onSignal) {
  return new Promise((resolve) => {
    let interruption;
    const interrupt = (signal) => {
      interruption = signal;
      onSignal(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, interrupt);
    const end = (result) => {
      for (const signal of signals) process.removeListener(signal, interrupt);
      resolve({ ...result, interruption });
    };
    child.once("error", (error) => end({ status: 1, error }));
    child.once("exit", (code, signal) => end({ status: code ?? 128 + constants.signals[signal] }));
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
