/** The resources of a stack as they are and as they will be, in the form that the rulebook reads. */
import { groupBy } from "../../kms/policy/analyse/groupBy";
import { UnknownValueError, type PulumiResource } from "../../rulebook/planned/properties";
import type { Preview, State, Step } from "./preview";

/** What stands for a value that preview does not know, or does not show. */
const UNREADABLE = new Set(["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "[secret]"]);

/** One resource of the stack. */
export interface Planned {
  readonly urn: string;
  /** `create`, `update`, `replace`, `delete`, `same`, ... */
  readonly operation: string;
  readonly before: PulumiResource | undefined;
  readonly after: PulumiResource | undefined;
  /** The inputs that force a replacement. */
  readonly replacedBy: readonly string[];
  /** Whether AWS keeps the resource when Pulumi forgets it. */
  readonly retained: boolean;
}

/** All custom resources that the preview tells of; a replacement is one, with the resource on both sides. */
export function plannedResources({ steps, config }: Preview): readonly Planned[] {
  const byUrn = groupBy(steps.filter(isResource), ({ urn }) => urn);
  return [...byUrn].map(([urn, own]) => planned(urn, own, config["aws:region"]));
}

function planned(urn: string, steps: readonly Step[], region: string | undefined): Planned {
  const operation = operationOf(steps);
  const old = steps.map(({ oldState }) => oldState).find((state) => state !== undefined);
  const young = steps.map(({ newState }) => newState).find((state) => state !== undefined);
  const isKept = operation !== "replace" && operation !== "create";
  return {
    urn,
    operation,
    before:
      operation === "create" || old === undefined ? undefined : resource(urn, old, identityOf(old), region),
    after:
      gone.has(operation) || young === undefined
        ? undefined
        : resource(urn, young, isKept && old !== undefined ? identityOf(old) : {}, region),
    replacedBy: [...new Set(steps.flatMap(({ replaceReasons }) => replaceReasons ?? []))],
    retained: old?.retainOnDelete ?? false,
  };
}

function isResource({ urn, oldState, newState }: Step): boolean {
  return (oldState?.custom ?? newState?.custom ?? false) && !urn.includes("pulumi:providers:");
}

const gone = new Set(["delete", "discard", "read-discard"]);

/** A replacement comes as one step or as several, in an order that depends on which of the two goes first. */
function operationOf(steps: readonly Step[]): string {
  const operations = steps.map(({ op }) => op);
  if (operations.some((op) => op.includes("replace"))) return "replace";
  return operations[0] ?? "same";
}

function resource(
  urn: string,
  { type, inputs, protect, propertyDependencies }: State,
  identity: Readonly<Record<string, unknown>>,
  region: string | undefined,
): PulumiResource {
  return {
    urn,
    type,
    name: urn.slice(urn.lastIndexOf("::") + 2),
    props: withUnknowns({ ...inputs, ...identity }),
    opts: { protect: protect ?? false },
    ...(region !== undefined && { provider: { props: { region } } }),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies ?? {}).map(([property, urns]) => [
        property,
        (urns ?? []).map((one) => ({ urn: one })),
      ]),
    ),
  };
}

/** What AWS calls a resource that exists. */
function identityOf({ outputs }: State): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    ["arn", "id", "keyId"].flatMap((name) => (outputs[name] === undefined ? [] : [[name, outputs[name]]])),
  );
}

/** Reading what is not known throws, as it does in a policy pack. */
function withUnknowns<T extends object>(value: T): T {
  return new Proxy(value, {
    get(target, property, receiver) {
      const found: unknown = Reflect.get(target, property, receiver);
      if (typeof found === "string" && UNREADABLE.has(found)) throw new UnknownValueError(String(property));
      return typeof found === "object" && found !== null ? withUnknowns(found) : found;
    },
  });
}
