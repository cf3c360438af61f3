/** Where a live resource is. */
import type { Located, Resource } from "../../../rulebook/facts";

/** What every live resource has: its ARN is its id. */
export function located(resource: Resource, ownerAccount: string, region: string): Located {
  return { resource, ownerAccount, region };
}

/** What names a text, such as a key's ARN, id or alias. */
export function textReference(text: string | undefined) {
  return text === undefined || text === "" ? undefined : ({ to: "text", text } as const);
}
