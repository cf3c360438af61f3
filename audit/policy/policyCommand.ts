/** `kms-audit policy`: judges key policies in files. */
import type { Command } from "commander";
import { Option } from "commander";
import type { ExitCode, Io } from "../io";
import { readInputs } from "./inputs";
import { isRejection, judge, type Rejection, type Verdict } from "./judge";
import { rejectionJson, verdictJson } from "./json";
import { addZoneOptions, analyseOptions, type ZoneChoices } from "./options";
import { sarifLog } from "./sarif";
import { rejectionText, verdictText } from "./text";

interface Choices extends ZoneChoices {
  readonly format: "text" | "json" | "sarif";
}

/** Adds the subcommand. */
export function policyCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  const command = program
    .command("policy")
    .description("tell who can use a key by its policy, and what is wrong with that")
    .argument(
      "<file...>",
      "key policies: files, folders (every .json below), globs, or - for standard input",
    );
  addZoneOptions(command)
    .addOption(
      new Option("--format <format>", "text, json (one object a line, one line a file) or sarif (2.1.0)")
        .choices(["text", "json", "sarif"])
        .default("text"),
    )
    .action(async (files: readonly string[], choices: Choices) => {
      done(await judgeAll(files, choices, io));
    });
}

/** Reports file by file, so that a long batch shows what it has; SARIF is one document, so it comes at the end. */
async function judgeAll(files: readonly string[], choices: Choices, io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const outcomes: (Verdict | Rejection)[] = [];
  for await (const input of readInputs(files, io)) {
    const outcome = judge(input, analyseOptions(choices));
    if (isRejection(outcome)) {
      exitCode = 2;
      io.err(rejectionText(outcome));
    } else if (outcome.findings.length > 0 && exitCode === 0) exitCode = 1;
    if (choices.format === "sarif") outcomes.push(outcome);
    else io.out(report(outcome, choices.format, io));
  }
  if (choices.format === "sarif") io.out(sarifLog(outcomes));
  return exitCode;
}

function report(outcome: Verdict | Rejection, format: "text" | "json", { colors }: Io): string {
  if (format === "json") return `${isRejection(outcome) ? rejectionJson(outcome) : verdictJson(outcome)}\n`;
  return isRejection(outcome) ? "" : `${verdictText(outcome, colors)}\n`;
}
