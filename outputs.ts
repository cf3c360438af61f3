/** The contract between this stack and the application stacks that read its keys through a StackReference. */
import * as pulumi from "@pulumi/pulumi";
import type { MultiRegionKey } from "./components/multiRegionKey";

/** Raised when an output changes its meaning or goes; additions leave it alone. */
export const CONTRACT_VERSION = 1;

/** What an application needs to use a key. */
export interface KeyOutput {
  /** The same alias in every Region: `alias/prod/application-data`. */
  readonly alias: string;
  /** The key id, shared by a primary key and its replica keys (`mrk-...`). */
  readonly keyId: string;
  /** The Region of the primary key, or of the only one. */
  readonly primaryRegion: string;
  /** Key ARN by Region. */
  readonly arns: Readonly<Record<string, string>>;
}

/** The outputs of a foundation stack. */
export interface FoundationOutputs {
  readonly contractVersion: typeof CONTRACT_VERSION;
  readonly environment: string;
  /** The account that owns the keys: 12 digits. */
  readonly accountId: string;
  readonly keys: Readonly<Record<string, KeyOutput>>;
}

/** The outputs to export: the keys by the names they have in the settings. */
export function foundationOutputs(
  settings: { readonly environment: string; readonly accountId: string },
  keys: Readonly<Record<string, MultiRegionKey>>,
): pulumi.Inputs {
  return {
    contractVersion: CONTRACT_VERSION,
    environment: settings.environment,
    accountId: settings.accountId,
    keys: Object.fromEntries(
      Object.entries(keys).map(([name, key]) => [
        name,
        { alias: key.alias, keyId: key.keyId, primaryRegion: key.primaryRegion, arns: key.arns },
      ]),
    ),
  };
}

/**
 * The keys of a foundation stack, typed, for an application stack.
 * @param stack a reference to the foundation stack: `organization/kms-foundation/prod` on a backend of your own
 * @throws when the stack speaks another version of the contract, or has no key `name`
 */
export function readKey(stack: pulumi.StackReference, name: string): pulumi.Output<KeyOutput> {
  return pulumi
    .all([stack.name, stack.requireOutput("contractVersion"), stack.requireOutput("keys")])
    .apply(([stackName, version, keys]) => {
      if (version !== CONTRACT_VERSION) {
        throw new Error(
          `stack ${stackName} has contract version ${String(version)}, but this program reads version ${CONTRACT_VERSION}: ` +
            "bring both to the same release of kms-foundation",
        );
      }
      const all = keys as FoundationOutputs["keys"];
      const key = all[name];
      if (key === undefined) {
        throw new Error(
          `stack ${stackName} has no key "${name}"; its keys are ${Object.keys(all).join(", ")}`,
        );
      }
      return key;
    });
}
