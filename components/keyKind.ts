/** Which kind of key the arguments ask for. */
import { canBeMultiRegion, type KeyOrigin, type KeySpec, type KeyUsage, usagesOf } from "../kms/keySpecs";
import type { KeyMaterial, MultiRegionKeyArgs } from "./keyArgs";

/** A kind of key: what AWS fixes when the key is created. */
export interface KeyKind {
  readonly spec: KeySpec;
  readonly usage: KeyUsage;
  readonly origin: KeyOrigin;
  readonly material: KeyMaterial;
  readonly multiRegion: boolean;
}

/** Fills in the defaults of spec, usage, material and multi-Region. */
export function resolveKind(
  args: Pick<MultiRegionKeyArgs, "spec" | "usage" | "material" | "multiRegion">,
): KeyKind {
  const spec = args.spec ?? "SYMMETRIC_DEFAULT";
  const material = args.material ?? { from: "aws" };
  const origin = originOf[material.from];
  return {
    spec,
    usage: args.usage ?? usagesOf(spec)[0],
    origin,
    material,
    multiRegion: args.multiRegion ?? canBeMultiRegion({ spec, origin }),
  };
}

const originOf: Readonly<Record<KeyMaterial["from"], KeyOrigin>> = {
  aws: "AWS_KMS",
  import: "EXTERNAL",
  cloudHsm: "AWS_CLOUDHSM",
  externalKeyStore: "EXTERNAL_KEY_STORE",
};
