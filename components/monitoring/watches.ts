/**
 * The table of watches. Rules, metric filters, alarms, messages, the dashboard's text and `docs/monitoring.md` are made from it, so nothing
 * is written twice.
 */
import { controlWatches } from "./watches/control";
import { lossWatches } from "./watches/loss";
import { useWatches } from "./watches/use";
import { changeWatches } from "./watches/change";
import type { Severity, Watch, WatchContext, WatchId } from "./watch";

/** What the settings say of single watches. */
export type WatchChoices = Readonly<Partial<Record<WatchId, Severity | "off">>>;

/** Every watch, the critical ones first. */
export function allWatches(context: WatchContext): readonly Watch[] {
  const all = [...lossWatches(), ...controlWatches(context), ...changeWatches(), ...useWatches()];
  return bySeverity(all);
}

/** The watches that an environment has: all or the critical ones, as the settings choose. */
export function chosenWatches(
  context: WatchContext,
  scope: "all" | "critical",
  choices: WatchChoices,
): readonly Watch[] {
  const chosen = allWatches(context).flatMap((watch): Watch[] => {
    const choice = choices[watch.id];
    if (choice === "off") return [];
    if (choice === undefined) return scope === "all" || watch.severity === "critical" ? [watch] : [];
    return [{ ...watch, severity: choice }];
  });
  return bySeverity(chosen);
}

function bySeverity(watches: readonly Watch[]): readonly Watch[] {
  return [
    ...watches.filter(({ severity }) => severity === "critical"),
    ...watches.filter(({ severity }) => severity === "normal"),
  ];
}
