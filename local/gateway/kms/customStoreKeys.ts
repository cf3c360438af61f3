import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend, Next } from "../mend";
import { findCustomKeyStore } from "./customKeyStores";
import { parseKeyMetadata } from "./key";
import type { KeyMemory } from "./keyMemory";

/** Keys in custom key stores. */
export const customStoreKeys = (memory: KeyMemory): CallMend => ({
  name: "keys in custom key stores",
  service: "kms",
  operations: ["CreateKey", "DescribeKey"],
  aws: "a key is made in a connected custom key store of its origin, as a symmetric encryption key of one Region; it is `Unavailable` while the store is disconnected",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/create-cmk-keystore.html",
  localEmu: "makes the key in a store that does not exist, and does not show it",
  answer: (call, next) =>
    call.operation === "CreateKey" ? create(call, next, memory) : describe(next, memory),
});

async function create(call: Call, next: Next, memory: KeyMemory): Promise<JsonObject> {
  const { CustomKeyStoreId, Origin = "AWS_KMS", XksKeyId } = call.input;
  const isForStore = Origin === "AWS_CLOUDHSM" || Origin === "EXTERNAL_KEY_STORE";
  if (CustomKeyStoreId === undefined && !isForStore) return next();
  const store = findCustomKeyStore(memory.customKeyStores(call.account, call.region), CustomKeyStoreId);
  if (store.type !== Origin) {
    throw new AwsError(
      "ValidationException",
      `Origin ${String(Origin)} is not valid for the store ${store.id}.`,
    );
  }
  if (!store.isConnected) {
    throw new AwsError("CustomKeyStoreInvalidStateException", `${store.id} is disconnected.`);
  }
  if (call.input.MultiRegion === true) {
    throw new AwsError("UnsupportedOperationException", "A custom key store has no multi-Region keys.");
  }
  if (Origin === "EXTERNAL_KEY_STORE" && XksKeyId === undefined) {
    throw new AwsError("ValidationException", "A key in an external key store needs an XksKeyId.");
  }
  const key = parseKeyMetadata((await next()).KeyMetadata);
  store.keys.add(key.Arn);
  const { CloudHsmClusterId } = store.settings;
  const shown = {
    ...{ CustomKeyStoreId, CloudHsmClusterId },
    XksKeyConfiguration: XksKeyId === undefined ? undefined : { Id: XksKeyId },
  };
  memory.key(key.Arn).inCustomKeyStore = { store, shown };
  return { KeyMetadata: { ...key, ...shown } };
}

async function describe(next: Next, memory: KeyMemory): Promise<JsonObject> {
  const key = parseKeyMetadata((await next()).KeyMetadata);
  const { inCustomKeyStore } = memory.key(key.Arn);
  if (inCustomKeyStore === undefined) return { KeyMetadata: key };
  const { store, shown } = inCustomKeyStore;
  const isUnavailable = !store.isConnected && key.KeyState !== "PendingDeletion";
  const state = isUnavailable ? { KeyState: "Unavailable", Enabled: false } : {};
  return { KeyMetadata: { ...key, ...shown, ...state } };
}
