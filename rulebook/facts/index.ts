/** The one model that rules look at. */
export type { AliasFacts, ChangeFacts, GrantFacts, IdentityPolicyFacts } from "./access";
export type { ConsumerFacts } from "./consumer";
export { type Estate, estateOf, resolve, type ResourceFacts, type Subjects } from "./estate";
export {
  type Fact,
  isReference,
  knownOr,
  type Located,
  type Reference,
  type Resource,
  UNKNOWN,
} from "./fact";
export type { GapFacts } from "./gap";
export {
  isSingleRegion,
  type KeyFacts,
  type KeyState,
  type LiveKeyFacts,
  type PolicyFact,
  type PolicyFacts,
  type Tags,
} from "./key";
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
