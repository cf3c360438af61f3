/** `kms-audit review`: what a planned change does to access and safety. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { defaultConfiguration, readConfiguration } from "../configuration";
import type { ExitCode, Io } from "../io";
import { account, addTrustOptions, type TrustChoices } from "../policy/options";
import { UsageError } from "../usageError";
import { reviewJson, reviewMarkdown, reviewText } from "./formats";
import { readPreview } from "./preview";
import { needsAttention, review } from "./review";

interface Choices extends TrustChoices {
  readonly owner?: string;
  readonly config?: string;
  readonly format: "text" | "markdown" | "json";
}

/** Adds the subcommand. */
export function reviewCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  const command = program
    .command("review")
    .description(
      "tell what a planned change does: who gains and loses what on which key, which keys go, which rules break; " +
        "exits 1 when access is gained, a key goes, or a rule is newly broken",
    )
    .argument("<preview>", "what `pulumi preview --json --show-sames` wrote, or - for standard input");
  addTrustOptions(command)
    .option(
      "--owner <account>",
      "the account of keys of which the preview does not tell it (12 digits)",
      account,
    )
    .option("--config <file>", "the policy pack's configuration, such as policy-pack/prod.json")
    .addOption(
      new Option("--format <format>", "text, markdown or json")
        .choices(["text", "markdown", "json"])
        .default("text"),
    )
    .action(async (file: string, { owner, config, format, trustedAccount, trustedOrg }: Choices) => {
      const configuration =
        config === undefined ? defaultConfiguration : await readConfiguration(config, io.cwd);
      const reviewed = review(readPreview(await textOf(file, io), file), {
        ...(owner !== undefined && { owner }),
        trustedAccounts: trustedAccount,
        trustedOrganizations: trustedOrg,
        configuration,
        today: new Date().toISOString().slice(0, 10),
      });
      const write = {
        text: () => reviewText(reviewed, io.colors),
        markdown: () => reviewMarkdown(reviewed),
        json: () => reviewJson(reviewed),
      };
      io.out(write[format]());
      done(needsAttention(reviewed) ? 1 : 0);
    });
}

async function textOf(file: string, io: Io): Promise<string> {
  if (file === "-") return new TextDecoder().decode(await io.readStdin());
  try {
    return await readFile(path.resolve(io.cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
