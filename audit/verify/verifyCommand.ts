/** `kms-audit verify`: proves by doing that keys and shares work, and that what must be refused is refused. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import type { ExitCode, Io } from "../io";
import { UsageError } from "../usageError";
import { readExpectations } from "./expectations";
import { isProven, verificationJson } from "./formats/json";
import { verificationText } from "./formats/text";
import type * as castModule from "./principal";
import type * as verifyModule from "./verify";

interface Choices {
  readonly profile?: string;
  readonly as: readonly string[];
  readonly outsider: readonly string[];
  readonly format: "text" | "json";
  readonly output?: string;
}

const help = `
Credentials and the endpoint are the AWS SDK's: environment, profiles, AWS_ENDPOINT_URL. Test objects in shared buckets are
removed again, also after a failure or Ctrl-C.

Examples:
  pulumi stack output --json | kms-audit verify -
  kms-audit verify outputs.json --as app-account --outsider arn:aws:iam::222222222222:role/Other

Exit codes: 0 all that should work works and all that should be refused is refused; 1 not so; 2 bad input or no credentials.`;

/** Adds the subcommand. */
export function verifyCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  program
    .command("verify")
    .description("prove by doing that keys and shares work, and that what must be refused is refused")
    .argument(
      "<expectations>",
      "what `pulumi stack output --json` writes, or a file like it (docs/schemas/verify.schema.json); - for standard input",
    )
    .option(
      "--profile <profile>",
      "a profile of the account that owns the keys; the SDK's own choice if left out",
    )
    .addOption(
      repeatable(
        "--as <who>",
        "a profile, or a role's ARN, that keys and buckets are shared with; repeatable",
      ),
    )
    .addOption(
      repeatable("--outsider <who>", "a profile, or a role's ARN, that must get in nowhere; repeatable"),
    )
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .option("--output <file>", "write the report to a file")
    .addHelpText("after", help)
    .action(async (file: string, choices: Choices) => {
      const verification = await untilInterrupted((signal) => verified(file, choices, io, signal));
      const report =
        choices.format === "json" ? verificationJson(verification) : verificationText(verification);
      if (choices.output === undefined) io.out(report);
      else await writeFile(path.resolve(io.cwd, choices.output), report);
      done(isProven(verification) ? 0 : 1);
    });
}

async function verified(
  file: string,
  { profile, as, outsider }: Choices,
  io: Io,
  signal: AbortSignal,
): Promise<verifyModule.Verification> {
  const expectations = await readExpectations(file, io);
  const { principalOf, verify } = theRest();
  const [region = ""] = Object.values(expectations.keys).flatMap(({ arns }) => Object.keys(arns));
  const owner = await principalOf(profile, region);
  const { accountId = owner.account } = expectations;
  if (owner.account !== accountId) {
    throw new UsageError(
      `the keys are of account ${accountId}, and the credentials of ${owner.arn}: name a profile of that account by --profile`,
    );
  }
  const others = (names: readonly string[]) =>
    Promise.all(names.map((name) => principalOf(name, region, owner)));
  const cast = { owner, consumers: await others(as), outsiders: await others(outsider) };
  return verify(expectations, cast, signal);
}

/** Ctrl-C ends the trying; what was made is removed first. A second one ends the process. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  const interrupt = () => {
    interruption.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupt);
  try {
    return await work(interruption.signal);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupt);
  }
}

/** The AWS SDK takes longer to load than most other subcommands to run. */
function theRest(): typeof castModule & typeof verifyModule {
  /* eslint-disable @typescript-eslint/no-require-imports -- import() knows no TypeScript files under CommonJS */
  return {
    ...(require("./principal") as typeof castModule),
    ...(require("./verify") as typeof verifyModule),
  };
  /* eslint-enable @typescript-eslint/no-require-imports */
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], "none")
    .argParser((value, previous: readonly string[]) => [...previous, value]);
}
