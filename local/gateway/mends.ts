import { keyDeletion } from "./kms/keyDeletion";
import { keyPolicyDocuments } from "./kms/keyPolicyDocuments";
import { KeyMemory } from "./kms/keyMemory";
import { multiRegionConfiguration } from "./kms/multiRegionConfiguration";
import { replicateKey } from "./kms/replicateKey";
import { rotationSettings } from "./kms/rotationSettings";
import { rotationStatus } from "./kms/rotationStatus";
import { updatePrimaryRegion } from "./kms/updatePrimaryRegion";
import type { Mend } from "./mend";

/** Every mend, in the order in which they see a request; with a memory of their own. */
export function createMends(): readonly Mend[] {
  const memory = new KeyMemory();
  return [
    keyPolicyDocuments,
    replicateKey(memory),
    updatePrimaryRegion(memory),
    rotationStatus(memory),
    rotationSettings(memory),
    multiRegionConfiguration(memory),
    keyDeletion(memory),
  ];
}
