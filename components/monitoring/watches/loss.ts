/** Watches about the loss of keys: what cannot be decrypted afterwards is gone. */
import { calls, kmsEvent } from "../eventPatterns";
import { cisDisabledOrDeleted, is, isOneOf, records, succeeded } from "../filterPatterns";
import type { Watch } from "../watch";

const guide = "https://docs.aws.amazon.com/kms/latest/developerguide";

/** Deletion, disabling, imported material, key stores. */
export function lossWatches(): readonly Watch[] {
  return [
    {
      id: "deletion-scheduled",
      severity: "critical",
      title: "A key is scheduled for deletion",
      whatToDo:
        "Unless it was agreed, take it back within the window: CancelKeyDeletion, then EnableKey. After the window whatever the key encrypted is lost.",
      awsPage: `${guide}/deleting-keys-scheduling-key-deletion.html`,
      event: { pattern: calls(["ScheduleKeyDeletion"]), readOnlyCalls: false },
    },
    {
      id: "key-disabled",
      severity: "critical",
      title: "A key is disabled",
      whatToDo:
        "Unless it was agreed, EnableKey: every service and program that uses the key fails until then.",
      awsPage: `${guide}/enabling-keys.html`,
      event: { pattern: calls(["DisableKey"]), readOnlyCalls: false },
    },
    {
      id: "disabled-or-deleted",
      severity: "critical",
      title: "Somebody disabled a key or scheduled its deletion, or tried to (CIS 4.7)",
      whatToDo:
        "Look for the message about the key itself. If there is none the call was refused: find out who tried.",
      awsPage: `${guide}/deleting-keys-creating-cloudwatch-alarm.html`,
      log: { pattern: cisDisabledOrDeleted },
    },
    {
      id: "key-deleted",
      severity: "critical",
      title: "A key is deleted",
      whatToDo:
        "It cannot be undone. Find what the key encrypted (its last uses are in the trail) and restore that from a copy under another key.",
      awsPage: `${guide}/kms-events.html`,
      event: { pattern: kmsEvent("KMS CMK Deletion"), readOnlyCalls: false },
      log: { pattern: records([is("eventName", "DeleteKey")]) },
    },
    {
      id: "material-deleted",
      severity: "critical",
      title: "Imported key material is deleted",
      whatToDo:
        "The key is unusable at once, with no waiting period. Import the same material again from where you keep it.",
      awsPage: `${guide}/importing-keys-delete-key-material.html`,
      event: { pattern: calls(["DeleteImportedKeyMaterial"]), readOnlyCalls: false },
      log: { pattern: records([is("eventName", "DeleteImportedKeyMaterial"), succeeded]) },
    },
    {
      id: "material-expired",
      severity: "critical",
      title: "Imported key material has expired",
      whatToDo: "The key is unusable. Import the same material again, with a later expiry or none.",
      awsPage: `${guide}/kms-events.html`,
      event: { pattern: kmsEvent("KMS Imported Key Material Expiration"), readOnlyCalls: false },
      log: { pattern: records([is("eventName", "DeleteExpiredKeyMaterial")]) },
    },
    {
      id: "material-expiring",
      severity: "critical",
      title: "Imported key material expires soon",
      whatToDo: "Import the same material again with a later expiry, or none, before KMS deletes it.",
      awsPage: `${guide}/imported-key-material-expiration-alarm.html`,
      metric: "materialExpiry",
    },
    {
      id: "key-store-disconnected",
      severity: "critical",
      title: "A custom key store is disconnected or deleted",
      whatToDo: "Every key in it is unusable: ConnectCustomKeyStore, unless it was agreed.",
      awsPage: `${guide}/connect-keystore.html`,
      event: { pattern: calls(keyStoreCalls), readOnlyCalls: false },
      log: { pattern: records([isOneOf("eventName", keyStoreCalls), succeeded]) },
    },
  ];
}

const keyStoreCalls = ["DisconnectCustomKeyStore", "DeleteCustomKeyStore"];
