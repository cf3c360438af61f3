/** What a planned change does to access and safety. */
import type { Configuration } from "../configuration";
import { type AccessDifference, accessDifference, type Trust } from "./access";
import { type AliasChange, aliasChanges } from "./aliases";
import { type GrantChange, grantChanges } from "./grants";
import { estatesOf, keyChanges } from "./keys";
import { type KeyLoss, keyLosses } from "./losses";
import type { Preview } from "./preview";
import { plannedResources } from "./resources";
import { type Verdicts, verdictsOf } from "./verdicts";

/** What the change does to one key of one Region. */
export interface ReviewedKey extends AccessDifference {
  /** The Pulumi resource's name. */
  readonly name: string;
  readonly region: string;
  /** The account that owns it: 12 digits. */
  readonly account: string;
  /** `create`, `update`, `replace`, `delete`, `same`, ... as the engine says it. */
  readonly operation: string;
}

/** What a change does; every part is empty where it does nothing. Field names are part of the command's interface. */
export interface Review {
  /** Keys whose access changes, that are made, or of which it cannot be told. */
  readonly keys: readonly ReviewedKey[];
  readonly grants: readonly GrantChange[];
  readonly aliases: readonly AliasChange[];
  readonly losses: readonly KeyLoss[];
  readonly verdicts: Verdicts;
  /** Why the preview failed: then more changes than it tells. */
  readonly errors: readonly string[];
  /** Whether the preview tells of resources that stay as they are: without them the scores count only what changes. */
  readonly complete: boolean;
}

/** What a review takes as given. */
export interface ReviewOptions extends Trust {
  /** The account of keys of which nothing else tells it: 12 digits. */
  readonly owner?: string;
  readonly configuration: Configuration;
  /** `2026-11-24` */
  readonly today: string;
}

/** Reviews a change as `pulumi preview --json` tells it. */
export function review(preview: Preview, options: ReviewOptions): Review {
  const all = plannedResources(preview);
  const estates = estatesOf(all);
  const owner = options.owner ?? preview.config["kms-foundation:accountId"];
  const changes = keyChanges(all, estates, owner);
  return {
    keys: changes
      .map((change) => ({
        name: change.name,
        region: change.region,
        account: change.account,
        operation: change.planned.operation,
        ...accessDifference(change, options),
      }))
      .filter(
        ({ gained, lost, undecided, operation }) =>
          gained.length + lost.length > 0 || undecided !== undefined || operation === "create",
      ),
    grants: grantChanges(estates.before, estates.after, changes[0]?.account ?? owner ?? "", options),
    aliases: aliasChanges(estates.before, estates.after),
    losses: keyLosses(changes, estates.before),
    verdicts: verdictsOf(all, options.configuration, options.today),
    errors: preview.errors,
    complete:
      all.every(({ operation }) => operation === "create") ||
      all.some(({ operation }) => operation === "same"),
  };
}

/**
 * Whether somebody should look before the change is made: access is gained, a key is lost, an alias leads elsewhere, a rule is newly
 * broken, or the preview failed.
 */
export function needsAttention({ keys, grants, aliases, losses, verdicts, errors }: Review): boolean {
  return (
    errors.length > 0 ||
    aliases.length > 0 ||
    keys.some(({ gained, undecided }) => gained.length > 0 || undecided !== undefined) ||
    grants.some(({ change }) => change === "made") ||
    losses.length > 0 ||
    verdicts.added.length > 0
  );
}
