/** Checks a resource's inputs and fills in what the program left out. */
import { checkProperties } from "./checkProperties";
import type { ProviderSettings } from "./configuration/settings";
import { type Naming, uniqueName } from "./naming";
import { text } from "./read";
import { regionProblem } from "./regions";
import type { Resource } from "./resource";
import type { Failure, PropertyTable } from "./property";
import { allTags, tagProblem, tagProperties } from "./tags";
import { isSame, type Properties, UNKNOWN, type Value } from "./values";

/** The name under which the official provider notes which inputs are defaults; policies see it too. */
export const DEFAULTS = "__defaults";

const region = { type: "string", computed: true, forceNew: true, problem: regionProblem } as const;

const tables = new WeakMap<Resource, PropertyTable>();

/** Every property of a resource type: its own, the Region's and the tags'. */
export function propertiesOf(resource: Resource): PropertyTable {
  let table = tables.get(resource);
  if (table === undefined) {
    table = {
      ...resource.properties,
      ...(resource.global !== true && { region }),
      ...(resource.tagging !== undefined && {
        tags: { ...tagProperties.tags, problem: tagProblem },
        tagsAll: tagProperties.tagsAll,
      }),
    };
    tables.set(resource, table);
  }
  return table;
}

/**
 * Checks inputs.
 * @param olds the inputs that the resource has now; empty for a new one
 * @param naming how names that the program leaves out are made
 */
export function checkInputs(
  resource: Resource,
  olds: Properties,
  news: Properties,
  naming: Naming,
  settings: ProviderSettings,
): { inputs: Properties; failures: readonly Failure[] } {
  const table = propertiesOf(resource);
  const named = { ...news };
  const failures: Failure[] = [];
  const defaulted: string[] = [];
  for (const [name, { autoName }] of Object.entries(table)) {
    if (autoName === undefined || isSet(named[name]) || isSet(named[`${name}Prefix`])) continue;
    const before = isDefaulted(olds, name) ? text(olds, name) : undefined;
    const made = before ?? uniqueName(autoName, naming);
    if (typeof made === "object") {
      failures.push({ property: name, reason: made.failure });
    } else {
      named[name] = made;
      defaulted.push(name);
    }
  }
  for (const [name, instead] of Object.entries(resource.unserved ?? {})) {
    if (!isSet(named[name])) continue;
    const reason = `the stand-in aws provider does not serve this property: use ${instead}, or the official plugin`;
    failures.push({ property: name, reason });
    named[name] = null;
  }
  const checked = checkProperties(table, named);
  const inputs: Properties = { ...checked.inputs };
  for (const [name, property] of Object.entries(table)) {
    if (property.default !== undefined && inputs[name] === undefined) {
      inputs[name] = property.default;
      defaulted.push(name);
    }
  }
  if (resource.global !== true && inputs.region === undefined && settings.region !== undefined) {
    inputs.region = settings.region;
  }
  if (resource.tagging !== undefined) inputs.tagsAll = allTags(inputs.tags, settings);
  failures.push(...checked.failures);
  if (failures.length === 0) failures.push(...(resource.check?.(inputs) ?? []));
  return { inputs: { [DEFAULTS]: defaulted.sort(), ...inputs }, failures };
}

/** Whether an input came from the provider and not from the program. */
export function isDefaulted(inputs: Properties, name: string): boolean {
  const names = inputs[DEFAULTS];
  return Array.isArray(names) && names.some((other) => isSame(other, name));
}

/** A resource's Region: its own, or the provider's. */
export function regionOf(properties: Properties, settings: ProviderSettings): string | undefined {
  return properties.region === UNKNOWN ? undefined : (text(properties, "region") ?? settings.region);
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}
