/** Resources of a stack, as their program wrote them. */
import { knownOr } from "../facts";
import { attempt, type PulumiResource } from "./properties";

/**
 * The resource without what its provider is yet to work out. CrossGuard shows a whole stack with the properties that come out of a
 * provider: at preview the key policy that AWS gives by default looks like one that is built from another resource's output.
 * @param written the names of the properties that the program sets
 */
export function asWritten(resource: PulumiResource, written: ReadonlySet<string>): PulumiResource {
  const props = new Proxy(resource.props, {
    get: (all, name) =>
      typeof name !== "string" || written.has(name)
        ? (Reflect.get(all, name) as unknown)
        : knownOr(
            attempt(() => all[name]),
            undefined,
          ),
  });
  return { ...resource, props };
}
