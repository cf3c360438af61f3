/** The rules about keys themselves. */
import type { Rule } from "../rule";
import { deletionWindow } from "./deletionWindow";
import { description } from "./description";
import { importedMaterialExpiry } from "./importedMaterialExpiry";
import { keyDestroyed } from "./keyDestroyed";
import { keyDisabled } from "./keyDisabled";
import { keyPendingDeletion } from "./keyPendingDeletion";
import { keySpecStrength } from "./keySpecStrength";
import { keyUnavailable } from "./keyUnavailable";
import { keyUnprotected } from "./keyUnprotected";
import { originAllowed } from "./originAllowed";
import { requiredTags } from "./requiredTags";
import { rotationEnabled } from "./rotationEnabled";
import { rotationOverdue } from "./rotationOverdue";
import { rotationPeriod } from "./rotationPeriod";
import { rotationUnsupported } from "./rotationUnsupported";
import { unusedKey } from "./unusedKey";

/** In the order of reports. */
export const keyManagement: readonly Rule[] = [
  rotationEnabled,
  rotationUnsupported,
  rotationPeriod,
  rotationOverdue,
  keyDisabled,
  keyPendingDeletion,
  keyUnavailable,
  deletionWindow,
  description,
  requiredTags,
  keySpecStrength,
  originAllowed,
  importedMaterialExpiry,
  unusedKey,
  keyDestroyed,
  keyUnprotected,
];
