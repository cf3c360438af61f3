/** `kms-audit permissions`: prints the IAM policy that an assessment needs. */
import type { Command } from "commander";
import type { Purpose } from "../assess/collect/calls";
import type { ExitCode, Io } from "../io";
import { readPolicy } from "./readPolicy";

type Choices = Partial<Record<Purpose, true>>;

const help = `
Attach it to the role or user that runs kms-audit assess. A key whose policy does not delegate to IAM must name that role itself.

Example:
  aws iam put-role-policy --role-name KmsAuditor --policy-name assess --policy-document "$(kms-audit permissions)"`;

/** Adds the subcommand. */
export function permissionsCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  program
    .command("permissions")
    .description("print the least-privilege IAM policy that assess needs, as JSON")
    .option("--all-regions", "with what assess --all-regions asks")
    .option("--roles", "with what assess --role-arn asks of the caller's own account")
    .option("--organization", "with what assess --organization asks of the management account")
    .option("--security-hub", "with what assess --format asff --send writes")
    .addHelpText("after", help)
    .action((choices: Choices) => {
      const purposes = (Object.keys(choices) as Purpose[]).filter((purpose) => choices[purpose]);
      io.out(`${JSON.stringify(readPolicy(purposes), undefined, 2)}\n`);
      done(0);
    });
}
