/** The tools that run this project without AWS: built or installed once for a user, then shared. */
import { runSteps, type Step } from "../progress";
import { findLocalEmu, installLocalEmu, type LocalEmu } from "./localEmu";
import { buildPulumiCli, findPulumiCli, type PulumiCli, PULUMI_VERSION } from "./pulumiCli";

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
