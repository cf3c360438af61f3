/** Watches about changes of keys that are right when they were meant. */
import { calls } from "../eventPatterns";
import type { Watch } from "../watch";

const guide = "https://docs.aws.amazon.com/kms/latest/developerguide";

/** Policies, rotation, aliases, Regions. */
export function changeWatches(): readonly Watch[] {
  return [
    {
      id: "policy-changed",
      severity: "normal",
      title: "A key policy is changed",
      whatToDo:
        "Compare it with the last deployment. `kms-audit policy` says who can do what under the new one.",
      awsPage: `${guide}/key-policy-modifying.html`,
      event: { pattern: calls(["PutKeyPolicy"]), readOnlyCalls: false },
    },
    {
      id: "rotation-off",
      severity: "normal",
      title: "Automatic rotation of a key is turned off",
      whatToDo: "Turn it on again (EnableKeyRotation, or `pulumi up`) unless somebody can say why.",
      awsPage: `${guide}/rotate-keys.html`,
      event: { pattern: calls(["DisableKeyRotation"]), readOnlyCalls: false },
    },
    {
      id: "alias-moved",
      severity: "normal",
      title: "An alias points to another key, or is gone",
      whatToDo:
        "Programs that use the alias encrypt under the other key from now on. See whose that key is; `pulumi up` puts the alias back.",
      awsPage: `${guide}/alias-update.html`,
      event: { pattern: calls(["UpdateAlias", "DeleteAlias"]), readOnlyCalls: false },
    },
    {
      id: "primary-moved",
      severity: "normal",
      title: "The primary key of a multi-Region key is moved to another Region",
      whatToDo: "If it was meant, change primaryRegion in the settings too; if not, move it back.",
      awsPage: `${guide}/multi-region-update.html`,
      event: { pattern: calls(["UpdatePrimaryRegion"]), readOnlyCalls: false },
    },
    {
      id: "key-replicated",
      severity: "normal",
      title: "A multi-Region key is replicated into another Region",
      whatToDo:
        "The new replica has a key policy of its own: read it, and see that the Region is one of allowedRegions.",
      awsPage: `${guide}/multi-region-keys-replicate.html`,
      event: { pattern: calls(["ReplicateKey"]), readOnlyCalls: false },
    },
  ];
}
