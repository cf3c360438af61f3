/** `kms-audit`: reads its arguments, runs one subcommand, answers with an exit code. */
import { inspect } from "node:util";
import { Command, CommanderError } from "commander";
import { assessCommand } from "./assess/assessCommand";
import type { ExitCode, Io } from "./io";
import { permissionsCommand } from "./permissions/permissionsCommand";
import { compareCommand } from "./policy/compareCommand";
import { policyCommand } from "./policy/policyCommand";
import { whoCanCommand } from "./policy/whoCanCommand";
import { reviewCommand } from "./review/reviewCommand";
import { usageCommand } from "./usage/usageCommand";
import { UsageError } from "./usageError";
import { verifyCommand } from "./verify/verifyCommand";

/** Adds one subcommand; `done` takes its exit code. */
export type Subcommand = (program: Command, io: Io, done: (exitCode: ExitCode) => void) => void;

const subcommands: readonly Subcommand[] = [
  policyCommand,
  whoCanCommand,
  compareCommand,
  reviewCommand,
  assessCommand,
  permissionsCommand,
  usageCommand,
  verifyCommand,
];

const exitCodes = `
Exit codes:
  0  nothing found
  1  findings (policy; assess and usage with --fail-on), access gained (compare),
     a change to look at (review), or something not as expected (verify)
  2  bad input or usage; what could be read is reported nevertheless`;

/**
 * Runs the command.
 * @param args the arguments after the command's own name
 * @returns 0 clean, 1 findings, 2 bad input or usage
 */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command("kms-audit")
    .description(
      "Holds AWS KMS keys to the rulebook: who can use them, who should not, and a request that proves it.",
    )
    .addHelpText("after", exitCodes)
    .showHelpAfterError("(kms-audit --help tells more)")
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHasColors: () => io.colors,
      getErrHasColors: () => io.colors,
    });
  for (const add of subcommands)
    add(program, io, (code) => {
      exitCode = code;
    });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, io);
  }
}

/** Commander throws to end: for `--help` with code 0, for a wrong option after having said so itself. */
function exitCodeOf(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) io.err(`kms-audit: ${error.message}\n`);
  // Never 1: that would be an answer.
  else io.err(`kms-audit failed, by a fault of its own: ${inspect(error)}\n`);
  return 2;
}
