/** One key's settings, with the environment's defaults filled in where they apply. */
import type { MultiRegionKeyArgs } from "../components/keyArgs";
import { resolveKind } from "../components/keyKind";
import { canRotate } from "../kms/keySpecs";
import { accessOf, accessShape } from "./accessSchema";
import type { EnvironmentSetting, KeySetting } from "./schema";

/**
 * The arguments of the key `name`. What the key says wins over the environment's defaults; tags are merged. A default that
 * cannot apply to the key's kind (a rotation period for an HMAC key, replica Regions for a single-Region key) is left out.
 */
export function resolveKey(
  name: string,
  key: KeySetting,
  environment: EnvironmentSetting,
): MultiRegionKeyArgs {
  const { policy, ...own } = withoutAccess(key);
  const { tags: defaultTags, ...defaults } = withoutAccess(environment.defaults ?? {});
  const kind = resolveKind(own);
  const rotates = canRotate(kind);
  return {
    ...Object.fromEntries(
      Object.entries(defaults).filter(([setting]) => rotates || !rotationSettings.has(setting)),
    ),
    ...(!kind.multiRegion && { replicaRegions: [] }),
    ...own,
    alias: own.alias ?? `alias/${environment.environment}/${name}`,
    accountId: environment.accountId,
    ...(environment.allowedRegions !== undefined && { allowedRegions: environment.allowedRegions }),
    primaryRegion: own.primaryRegion ?? defaults.primaryRegion ?? "",
    policy: policy ?? { ...accessOf(environment.defaults ?? {}), ...accessOf(key) },
    tags: { ...environment.tags, ...defaultTags, ...own.tags },
  };
}

const rotationSettings = new Set(["rotation", "rotationPeriodInDays"]);

function withoutAccess<T extends object>(settings: T): Omit<T, keyof typeof accessShape> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in accessShape))) as Omit<
    T,
    keyof typeof accessShape
  >;
}
