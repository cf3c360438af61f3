/** Everything at once: all resources of a stack, or all that lives in the accounts. */
import type { AliasFacts, ChangeFacts, GrantFacts, IdentityPolicyFacts } from "./access";
import type { ConsumerFacts } from "./consumer";
import type { GapFacts } from "./gap";
import type { Reference, Resource } from "./fact";
import type { KeyFacts, PolicyFacts } from "./key";
import type {
  AlarmFacts,
  DashboardFacts,
  EventRuleFacts,
  EventTargetFacts,
  MetricFilterFacts,
  SubscriptionFacts,
  TopicFacts,
  TrailFacts,
} from "./monitoring";

/** What a rule can be about, one at a time. */
export interface Subjects {
  readonly key: KeyFacts;
  /** A key's own policy, or one that is attached apart. */
  readonly keyPolicy: PolicyFacts;
  readonly grant: GrantFacts;
  readonly alias: AliasFacts;
  readonly change: ChangeFacts;
}

/** What else a resource can be, which only rules about the estate look at. */
interface Surroundings {
  readonly consumer: ConsumerFacts;
  readonly identityPolicy: IdentityPolicyFacts;
  readonly trail: TrailFacts;
  readonly metricFilter: MetricFilterFacts;
  readonly alarm: AlarmFacts;
  readonly eventRule: EventRuleFacts;
  readonly eventTarget: EventTargetFacts;
  readonly topic: TopicFacts;
  readonly subscription: SubscriptionFacts;
  readonly dashboard: DashboardFacts;
  readonly gap: GapFacts;
}

/** Everything that one resource can be: a topic is a consumer of a key, too. */
export type ResourceFacts = Partial<Omit<Subjects, "change"> & Surroundings>;

/** All facts of a stack or of accounts, by kind. */
export type Estate = {
  readonly [Kind in keyof Required<ResourceFacts>]: readonly Required<ResourceFacts>[Kind][];
};

/** Gathers the facts of many resources. */
export function estateOf(facts: readonly ResourceFacts[]): Estate {
  const each = <T extends object>(kind: (one: ResourceFacts) => T | undefined): readonly T[] =>
    facts.map(kind).filter((fact) => fact !== undefined);
  return {
    key: each(({ key }) => key),
    keyPolicy: each(({ keyPolicy }) => keyPolicy),
    grant: each(({ grant }) => grant),
    alias: each(({ alias }) => alias),
    identityPolicy: each(({ identityPolicy }) => identityPolicy),
    consumer: each(({ consumer }) => consumer),
    trail: each(({ trail }) => trail),
    metricFilter: each(({ metricFilter }) => metricFilter),
    alarm: each(({ alarm }) => alarm),
    eventRule: each(({ eventRule }) => eventRule),
    eventTarget: each(({ eventTarget }) => eventTarget),
    topic: each(({ topic }) => topic),
    subscription: each(({ subscription }) => subscription),
    dashboard: each(({ dashboard }) => dashboard),
    gap: each(({ gap }) => gap),
  };
}

/** The one among `candidates` that a reference points to: by its id, or by any name that it goes by. */
export function resolve<T extends { readonly resource: Resource }>(
  reference: Reference,
  candidates: readonly T[],
): T | undefined {
  if (candidates.length > SEARCHED) return indexed(reference, candidates);
  if (reference.to === "resource") return candidates.find(({ resource }) => resource.id === reference.id);
  const { text } = reference;
  return candidates.find(({ resource: { id, names = [] } }) => id === text || names.includes(text));
}

/** So many candidates are searched one by one; an estate of ten thousand keys has ten thousand references to them. */
const SEARCHED = 16;
const positions = new WeakMap<readonly unknown[], Index>();

interface Index {
  readonly byId: ReadonlyMap<string, number>;
  /** By id or name. */
  readonly byText: ReadonlyMap<string, number>;
}

function indexed<T extends { readonly resource: Resource }>(
  reference: Reference,
  candidates: readonly T[],
): T | undefined {
  const index = positions.get(candidates) ?? indexOf(candidates);
  positions.set(candidates, index);
  const position =
    reference.to === "resource" ? index.byId.get(reference.id) : index.byText.get(reference.text);
  return position === undefined ? undefined : candidates[position];
}

function indexOf(candidates: readonly { readonly resource: Resource }[]): Index {
  const [byId, byText] = [new Map<string, number>(), new Map<string, number>()];
  for (const [position, { resource }] of candidates.entries()) {
    const { id, names = [] } = resource;
    if (!byId.has(id)) byId.set(id, position);
    for (const text of [id, ...names]) if (!byText.has(text)) byText.set(text, position);
  }
  return { byId, byText };
}
