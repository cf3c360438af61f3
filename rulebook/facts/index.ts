/** The one model that rules look at. */
export type { AliasFacts, ChangeFacts, GrantFacts, IdentityPolicyFacts } from "./access";
export type { ConsumerFacts } from "./consumer";
export { type Estate, estateOf, resolve, type ResourceFacts, type Subjects } from "./estate";
export { type Fact, knownOr, type Located, type Reference, type Resource, UNKNOWN } from "./fact";
export type { GapFacts } from "./gap";
export type { KeyFacts, KeyState, LiveKeyFacts, PolicyFact, PolicyFacts, Tags } from "./key";
export type {
  AlarmFacts,
  DashboardFacts,
  EventRuleFacts,
  EventTargetFacts,
  MetricFilterFacts,
  SubscriptionFacts,
  TopicFacts,
  TrailFacts,
} from "./monitoring";
