/** The audit trail of an environment. */
import type * as pulumi from "@pulumi/pulumi";
import type { MultiRegionKey } from "../multiRegionKey";
import type { AuditTrailPlan } from "./args";
import { AuditTrail } from "./auditTrail";

/**
 * Makes the trail under its key; undefined where the environment wants none.
 * @param plan the trail, with the name of its key
 * @throws Error where the key is none of `keys` or not in the trail's Region, which checked settings rule out
 */
export function trailUnderKey(
  plan: (AuditTrailPlan & { readonly key: string }) | undefined,
  keys: Readonly<Record<string, MultiRegionKey>>,
  opts: pulumi.ComponentResourceOptions,
): AuditTrail | undefined {
  if (plan === undefined) return undefined;
  const { key: keyName, ...rest } = plan;
  const key = keys[keyName];
  if (key === undefined) throw new Error(`the audit trail names no key: "${keyName}"`);
  const keyArn = key.arns.apply((arns) => {
    const arn = arns[plan.region];
    if (arn === undefined)
      throw new Error(`key ${keyName} is not in ${plan.region}, where the audit trail is`);
    return arn;
  });
  return new AuditTrail("audit-trail", { ...rest, keyArn }, opts);
}
