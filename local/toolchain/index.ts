/** The tools that run this project without AWS: built or installed once for a user, then shared. */
import { runSteps, type Step } from "../progress";
import { SetupError } from "../setupError";
import { findLocalEmu, installLocalEmu, type LocalEmu } from "./localEmu";
import { buildPulumiCli, findPulumiCli, type PulumiCli, PULUMI_VERSION, requireGo } from "./pulumiCli";
import { findPython } from "./python";

/** Everything that has to be on the machine. */
export interface Toolchain {
  readonly pulumi: PulumiCli;
  readonly localEmu: LocalEmu;
}

/**
 * The tools, after building and installing what is missing, side by side, with progress on stderr.
 * @throws SetupError naming what the machine lacks, and the mend
 */
export async function ensureToolchain(signal?: AbortSignal): Promise<Toolchain> {
  let [pulumi, localEmu] = await Promise.all([findPulumiCli(), findLocalEmu()]);
  await requirePrerequisites(pulumi === undefined, localEmu === undefined, signal);
  const steps: Step[] = [];
  if (pulumi === undefined) {
    steps.push({
      title: `Build the Pulumi CLI ${PULUMI_VERSION} from its Go modules (once, about 4 minutes)`,
      async run(report, until) {
        pulumi = await buildPulumiCli(report, until);
        return pulumi.executable;
      },
    });
  }
  if (localEmu === undefined) {
    steps.push({
      title: "Install LocalEmu from the Python package index (once, about 3 minutes, 600 MB)",
      async run(report, until) {
        localEmu = await installLocalEmu(report, until);
        return localEmu.python;
      },
    });
  }
  if (steps.length > 0) await runSteps(steps, signal);
  if (pulumi === undefined || localEmu === undefined)
    throw new Error("a tool is missing after its installation");
  return { pulumi, localEmu };
}

/** Tells everything that is missing at once, before anything long is begun. */
async function requirePrerequisites(go: boolean, python: boolean, signal?: AbortSignal): Promise<void> {
  const checks = await Promise.allSettled([go && requireGo(signal), python && findPython()]);
  const missing: string[] = [];
  for (const check of checks) {
    if (check.status === "fulfilled") continue;
    if (!(check.reason instanceof SetupError)) throw check.reason;
    missing.push(check.reason.message);
  }
  if (missing.length > 0) throw new SetupError(missing.join("\n"));
}
