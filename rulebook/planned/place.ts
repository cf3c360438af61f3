/** Where a resource is, whose it is, and how others call it. */
import { accountOf, parseArn } from "../../kms/arn";
import { type Fact, type Located, UNKNOWN } from "../facts";
import { attempt, objectOf, type PulumiResource, text, textsOf } from "./properties";

/** What every resource has. */
export function located(resource: PulumiResource): Located {
  const names = ["arn", "id", "keyId"].flatMap((property) => known(text(resource, property)));
  const arn = names.find((name) => parseArn(name) !== undefined);
  return {
    resource: {
      id: resource.urn,
      type: resource.type,
      name: resource.name,
      ...(names.length > 0 && { names }),
    },
    ownerAccount: (arn === undefined ? undefined : accountOf(arn)) ?? accountOfProvider(resource),
    region: regionOf(resource),
  };
}

/** https://www.pulumi.com/registry/packages/aws/installation-configuration/ : `region` of the resource, then of its provider. */
function regionOf(resource: PulumiResource): Fact<string> {
  const own = text(resource, "region");
  if (own !== undefined) return own;
  return (resource.provider && text(resource.provider, "region")) ?? UNKNOWN;
}

/** The one account that the provider may work in, or whose role it assumes. */
function accountOfProvider({ provider }: PulumiResource): Fact<string> {
  if (provider === undefined) return UNKNOWN;
  const [only, ...others] = known(
    attempt(() => textsOf(decoded(provider.props.allowedAccountIds ?? []))),
  ).flat();
  if (only !== undefined && others.length === 0) return only;
  const role = attempt(() => {
    const assumed = objectOf(decoded(provider.props.assumeRoles ?? provider.props.assumeRole));
    return typeof assumed.roleArn === "string" ? accountOf(assumed.roleArn) : undefined;
  });
  return role ?? UNKNOWN;
}

/** Providers keep what is no text as JSON. */
export function decoded(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value; // a plain text
  }
}

function known<T>(fact: Fact<T | undefined>): T[] {
  return fact === UNKNOWN || fact === undefined ? [] : [fact];
}
