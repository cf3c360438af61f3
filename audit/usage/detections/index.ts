/** Every detection, in the order of their ids. */
import { aliasMoved } from "./aliasMoved";
import { broadGrant } from "./broadGrant";
import { bulkDecryption } from "./bulkDecryption";
import { contextChange } from "./contextChange";
import { destroySequence } from "./destroySequence";
import type { Detection } from "./detection";
import { firstSeenPair } from "./firstSeenPair";
import { foreignKey } from "./foreignKey";
import { importedMaterial } from "./importedMaterial";
import { keyGone } from "./keyGone";
import { keyLoss } from "./keyLoss";
import { keyProbing } from "./keyProbing";
import { keyStoreSabotage } from "./keyStoreSabotage";
import { lockoutBypass } from "./lockoutBypass";
import { newOrigin } from "./newOrigin";
import { outageAfterDisable } from "./outageAfterDisable";
import { outsideAccess } from "./outsideAccess";
import { outsideGrant } from "./outsideGrant";
import { ownerCutOut } from "./ownerCutOut";
import { rootUse } from "./rootUse";
import { rotationAndGrants } from "./rotationAndGrants";
import { shortDeletionWindow } from "./shortDeletionWindow";
import { unlistedRegion } from "./unlistedRegion";
import { visibilityLoss } from "./visibilityLoss";
import { volumeSpike } from "./volumeSpike";

/** The detections. */
export const detections: readonly Detection[] = [
  ...[lockoutBypass, outsideAccess, ownerCutOut, shortDeletionWindow, destroySequence, outageAfterDisable],
  ...[importedMaterial, outsideGrant, broadGrant, keyProbing, bulkDecryption, volumeSpike],
  ...[firstSeenPair, contextChange, newOrigin, rootUse, unlistedRegion, rotationAndGrants, aliasMoved],
  ...[keyStoreSabotage, keyGone, foreignKey, visibilityLoss, keyLoss],
];
