/** One environment's settings: read from the stack's configuration, checked as a whole, trusted from then on. */
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentSettings } from "./settings/environment";
import { parseSettings } from "./settings/parse";
import { SettingsError } from "./settings/problems";

/**
 * The settings of the selected stack, from `Pulumi.<stack>.yaml`.
 * @throws pulumi.RunError naming every wrong setting with its path
 */
export function loadSettings(): EnvironmentSettings {
  const namespace = `${pulumi.getProject()}:`;
  const raw = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, text]) => [key.slice(namespace.length), text]),
  );
  try {
    return parseSettings(raw, `Pulumi.${pulumi.getStack()}.yaml`);
  } catch (error) {
    // Of a RunError the engine shows the message alone; a reader of settings has no use for a stack trace.
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}
