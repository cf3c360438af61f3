/** `kms-audit compare`: what a change of key policy gives to whom. */
import type { Command } from "commander";
import { Option } from "commander";
import { createColors } from "picocolors";
import { type AccessChange, compare, type Comparison } from "../../kms/policy/compare";
import { tellRequest } from "../../kms/policy/analyse/tell";
import { nameOf } from "../../kms/policy/evaluate/decide";
import type { ExitCode, Io } from "../io";
import { UsageError } from "../usageError";
import { readOnePolicy } from "./onePolicy";
import { addZoneOptions, analyseOptions, type ZoneChoices } from "./options";

interface Choices extends ZoneChoices {
  readonly format: "text" | "json";
}

/** Adds the subcommand. */
export function compareCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  const command = program
    .command("compare")
    .description(
      "tell the access gained and lost between two versions of a key policy; exits 1 when access is gained",
    )
    .argument("<old>", "the policy before, or - for standard input")
    .argument("<new>", "the policy after, or - for standard input");
  addZoneOptions(command)
    .addOption(new Option("--format <format>", "text or json").choices(["text", "json"]).default("text"))
    .action(async (old: string, young: string, choices: Choices) => {
      if (old === "-" && young === "-")
        throw new UsageError("standard input can be one of the two policies, not both");
      const comparison = compare(
        await readOnePolicy(old, io),
        await readOnePolicy(young, io),
        analyseOptions(choices),
      );
      io.out(choices.format === "json" ? `${comparisonJson(comparison)}\n` : comparisonText(comparison, io));
      done(comparison.gained.length > 0 || !comparison.complete ? 1 : 0);
    });
}

function comparisonJson({ gained, lost, complete }: Comparison): string {
  const plain = ({ statement, ...rest }: AccessChange): object => ({
    ...rest,
    statement: statement.index,
    sid: statement.sid ?? null,
  });
  return JSON.stringify({ gained: gained.map(plain), lost: lost.map(plain), complete });
}

function comparisonText({ gained, lost, complete }: Comparison, { colors }: Io): string {
  const { green, red, yellow } = createColors(colors);
  const lines = [
    ...gained.map((change) => red(`+ ${changeText(change)}`)),
    ...lost.map((change) => green(`- ${changeText(change)}`)),
    ...(complete
      ? []
      : [yellow("the policies are too intricate to be compared to the end: they may differ in more")]),
  ];
  return lines.length === 0 ? "no difference in access\n" : `${lines.join("\n")}\n`;
}

function changeText({
  zone,
  principals,
  explicit,
  actions,
  statement,
  witness,
  needsIdentityPolicy,
}: AccessChange): string {
  const who = explicit && principals.length > 1 ? ` (and ${principals.length - 1} more principals)` : "";
  const what = actions.length > 1 ? `; in all ${actions.length} actions: ${actions.join(", ")}` : "";
  const how = needsIdentityPolicy ? ", given an IAM policy of their account" : "";
  return `${tellRequest(witness, zone === "arbitrary" ? "anyone" : "named")}${who}${how}, by ${nameOf(statement)}${what}`;
}
