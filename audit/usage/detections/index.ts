/** Every detection, in the order of their ids. */
import { broadGrant } from "./broadGrant";
import { bulkDecryption } from "./bulkDecryption";
import { destroySequence } from "./destroySequence";
import type { Detection } from "./detection";
import { foreignKey } from "./foreignKey";
import { importedMaterial } from "./importedMaterial";
import { keyLoss } from "./keyLoss";
import { keyProbing } from "./keyProbing";
import { lockoutBypass } from "./lockoutBypass";
import { outageAfterDisable } from "./outageAfterDisable";
import { outsideAccess } from "./outsideAccess";
import { outsideGrant } from "./outsideGrant";
import { ownerCutOut } from "./ownerCutOut";
import { shortDeletionWindow } from "./shortDeletionWindow";
import { unlistedRegion } from "./unlistedRegion";
import { volumeSpike } from "./volumeSpike";

/** The detections. */
export const detections: readonly Detection[] = [
  ...[lockoutBypass, outsideAccess, ownerCutOut, shortDeletionWindow, destroySequence, outageAfterDisable],
  ...[importedMaterial, outsideGrant, broadGrant, keyProbing, bulkDecryption, volumeSpike],
  ...[unlistedRegion],
  ...[foreignKey, keyLoss],
];
