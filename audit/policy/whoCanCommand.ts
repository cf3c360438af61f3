/** `kms-audit who-can`: who can do what with a key, as a table. */
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { expandAction, kmsActions } from "../../kms/actions";
import { nearest } from "../../kms/nearest";
import { analyse, type Permission } from "../../kms/policy/analyse/analyse";
import type { ExitCode, Io } from "../io";
import { readOnePolicy } from "./onePolicy";
import { addZoneOptions, analyseOptions, type ZoneChoices } from "./options";
import { permissionTable } from "./permissionTable";

interface Choices extends ZoneChoices {
  readonly action?: string;
  readonly format: "text" | "json";
}

/** Adds the subcommand. */
export function whoCanCommand(program: Command, io: Io, done: (exitCode: ExitCode) => void): void {
  const command = program
    .command("who-can")
    .description("list who can do what with a key, and under which conditions")
    .argument("<file>", "a key policy, or - for standard input");
  addZoneOptions(command)
    .option("--action <action>", "only who can do this: kms:Decrypt, kms:GenerateDataKey*", action)
    .addOption(new Option("--format <format>", "text or json").choices(["text", "json"]).default("text"))
    .action(async (file: string, choices: Choices) => {
      const { permissions } = analyse(await readOnePolicy(file, io), analyseOptions(choices));
      const asked =
        choices.action === undefined ? permissions : only(permissions, expandAction(choices.action));
      io.out(choices.format === "json" ? `${permissionsJson(asked)}\n` : permissionTable(asked, io));
      done(0);
    });
}

function only(permissions: readonly Permission[], actions: readonly string[]): readonly Permission[] {
  return permissions.flatMap((permission) => {
    const left = permission.actions.filter((name) => actions.includes(name));
    return left.length === 0 ? [] : [{ ...permission, actions: left }];
  });
}

function permissionsJson(permissions: readonly Permission[]): string {
  return JSON.stringify(
    permissions.map(({ statement, request, ...rest }) => ({
      ...rest,
      statement: statement.index,
      sid: statement.sid ?? null,
      witness: request(rest.actions[0] ?? ""),
    })),
    undefined,
    2,
  );
}

function action(value: string): string {
  if (expandAction(value).length > 0) return value;
  const meant = nearest(
    value,
    kmsActions.map(({ name }) => name),
  );
  throw new InvalidArgumentError(
    `KMS has no such action.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
  );
}
