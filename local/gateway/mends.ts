import { changedWorkGroups } from "./athena/changedWorkGroups";
import { cloudTrailTables } from "./athena/cloudTrailTables";
import { trailsByName } from "./cloudtrail/trailsByName";
import { missingDashboard } from "./cloudwatch/missingDashboard";
import { aliases } from "./kms/aliases";
import { asymmetricKeys } from "./kms/asymmetricKeys";
import { awsManagedKeys } from "./kms/awsManagedKeys";
import { ciphertexts } from "./kms/ciphertexts";
import { customKeyStores } from "./kms/customKeyStores";
import { customStoreKeys } from "./kms/customStoreKeys";
import { dataKeys } from "./kms/dataKeys";
import { foreignKeys } from "./kms/foreignKeys";
import { grants } from "./kms/grants";
import { importedMaterial } from "./kms/importedMaterial";
import { importParameters, type ImportTokens } from "./kms/importParameters";
import { keyDeletion } from "./kms/keyDeletion";
import { keyIdentifiers } from "./kms/keyIdentifiers";
import { KeyMemory } from "./kms/keyMemory";
import { keyPolicyDocuments } from "./kms/keyPolicyDocuments";
import { lastUsage } from "./kms/lastUsage";
import { multiRegionConfiguration } from "./kms/multiRegionConfiguration";
import { newKeys } from "./kms/newKeys";
import { replicateKey } from "./kms/replicateKey";
import { rotationHistory } from "./kms/rotationHistory";
import { rotationSettings } from "./kms/rotationSettings";
import { rotationStatus } from "./kms/rotationStatus";
import { signingSpecs } from "./kms/signingSpecs";
import { updatePrimaryRegion } from "./kms/updatePrimaryRegion";
import { useOfKeys } from "./kms/useOfKeys";
import { queryDefinitions } from "./logs/queryDefinitions";
import type { Mend } from "./mend";

/**
 * Every mend, in the order in which they see a request.
 * @param memory what they are to remember of keys; their own where left out
 */
export function createMends(memory = new KeyMemory()): readonly Mend[] {
  const importTokens: ImportTokens = new Map();
  return [
    keyIdentifiers(memory),
    foreignKeys,
    newKeys,
    keyPolicyDocuments,
    replicateKey(memory),
    updatePrimaryRegion(memory),
    multiRegionConfiguration(memory),
    rotationSettings(memory),
    rotationStatus(memory),
    rotationHistory(memory),
    keyDeletion(memory),
    importParameters(importTokens),
    importedMaterial(memory, importTokens),
    customKeyStores(memory),
    customStoreKeys(memory),
    aliases,
    awsManagedKeys,
    grants(),
    useOfKeys(memory),
    lastUsage(memory),
    dataKeys,
    ciphertexts(memory),
    signingSpecs(),
    asymmetricKeys,
    missingDashboard,
    trailsByName,
    changedWorkGroups,
    cloudTrailTables,
    queryDefinitions(),
  ];
}
