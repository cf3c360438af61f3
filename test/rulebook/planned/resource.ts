/** Resources as CrossGuard hands them over. */
import type { PulumiResource } from "../../../rulebook/planned/factsOf";

/** What the SDK's proxy does when a policy reads a value that preview does not know. */
class UnknownValueError extends Error {}

export interface Extra {
  /** Properties that preview does not know. */
  readonly unknown?: readonly string[];
  readonly provider?: Record<string, unknown>;
  /** Property -> URNs. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
  readonly protect?: boolean;
  readonly name?: string;
}

export function resource(type: string, props: Record<string, unknown>, extra: Extra = {}): PulumiResource {
  const { unknown = [], provider, from = {}, protect = false, name = "orders" } = extra;
  const hidden = new Proxy(props, {
    get(target, property) {
      if (unknown.includes(String(property)))
        throw new UnknownValueError(`${String(property)} can't be known`);
      return target[String(property)];
    },
  });
  return {
    type,
    name,
    urn: `urn:pulumi:test::shop::${type}::${name}`,
    props: hidden,
    opts: { protect },
    ...(provider && { provider: { props: provider } }),
    propertyDependencies: Object.fromEntries(
      Object.entries(from).map(([property, urns]) => [property, urns.map((urn) => ({ urn }))]),
    ),
  };
}
