import { randomBytes } from "node:crypto";
import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend } from "../mend";
import type { CustomKeyStore, KeyMemory } from "./keyMemory";

/** Custom key stores, without the CloudHSM cluster or proxy behind them. */
export const customKeyStores = (memory: KeyMemory): CallMend => ({
  name: "custom key stores",
  service: "kms",
  operations: [
    ...["CreateCustomKeyStore", "DescribeCustomKeyStores", "UpdateCustomKeyStore", "DeleteCustomKeyStore"],
    ...["ConnectCustomKeyStore", "DisconnectCustomKeyStore"],
  ],
  aws: "a custom key store is a CloudHSM cluster or an external key manager; its keys can be used while it is connected",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html",
  localEmu: "does not know the operations",
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must be a rejected promise
  answer: async (call) => {
    const stores = memory.customKeyStores(call.account, call.region);
    if (call.operation === "CreateCustomKeyStore") return create(call.input, stores);
    if (call.operation === "DescribeCustomKeyStores")
      return { CustomKeyStores: describe(call.input, stores), Truncated: false };
    const store = findCustomKeyStore(stores, call.input.CustomKeyStoreId);
    change(call, store, stores);
    return {};
  },
});

/** Finds a store by its id. Throws CustomKeyStoreNotFoundException. */
export function findCustomKeyStore(stores: ReadonlyMap<string, CustomKeyStore>, id: unknown): CustomKeyStore {
  const store = stores.get(String(id));
  if (store !== undefined) return store;
  throw new AwsError("CustomKeyStoreNotFoundException", `There is no custom key store ${String(id)}.`);
}

function create(input: JsonObject, stores: Map<string, CustomKeyStore>): JsonObject {
  const { CustomKeyStoreName: name, CustomKeyStoreType: type = "AWS_CLOUDHSM" } = input;
  assertNameIsFree(name, stores);
  const id = `cks-${randomBytes(9).toString("hex").slice(1)}`;
  const keys = new Set<string>();
  stores.set(id, {
    id,
    type,
    isConnected: false,
    createdAt: Date.now() / 1000,
    settings: shownSettings(input),
    keys,
  });
  return { CustomKeyStoreId: id };
}

function describe(
  { CustomKeyStoreId: id, CustomKeyStoreName: name }: JsonObject,
  stores: ReadonlyMap<string, CustomKeyStore>,
): readonly JsonObject[] {
  const wanted = id === undefined ? [...stores.values()] : [findCustomKeyStore(stores, id)];
  const found = wanted.filter(({ settings }) => name === undefined || settings.CustomKeyStoreName === name);
  if (name !== undefined && found.length === 0) {
    throw new AwsError("CustomKeyStoreNotFoundException", "There is no custom key store of that name.");
  }
  return found.map((store) => ({
    CustomKeyStoreId: store.id,
    CustomKeyStoreType: store.type,
    ConnectionState: store.isConnected ? "CONNECTED" : "DISCONNECTED",
    CreationDate: store.createdAt,
    ...store.settings,
  }));
}

function change(call: Call, store: CustomKeyStore, stores: Map<string, CustomKeyStore>): void {
  switch (call.operation) {
    case "ConnectCustomKeyStore":
      if (store.isConnected) throw wrongState(store, "connected");
      store.isConnected = true;
      break;
    case "DisconnectCustomKeyStore":
      if (!store.isConnected) throw wrongState(store, "disconnected");
      store.isConnected = false;
      break;
    case "DeleteCustomKeyStore":
      if (store.isConnected) throw wrongState(store, "connected");
      if (store.keys.size > 0)
        throw new AwsError("CustomKeyStoreHasCMKsException", `${store.id} has KMS keys.`);
      stores.delete(store.id);
      break;
    default: {
      const { NewCustomKeyStoreName: CustomKeyStoreName, ...input } = call.input;
      if (CustomKeyStoreName !== undefined) assertNameIsFree(CustomKeyStoreName, stores);
      const changed = shownSettings(
        CustomKeyStoreName === undefined ? input : { ...input, CustomKeyStoreName },
      );
      store.settings = { ...store.settings, ...changed };
    }
  }
}

/** What DescribeCustomKeyStores shows of what was set; passwords and secret keys it does not. */
function shownSettings(input: JsonObject): JsonObject {
  const { CustomKeyStoreName, CloudHsmClusterId, TrustAnchorCertificate } = input;
  const proxy = {
    Connectivity: input.XksProxyConnectivity,
    UriEndpoint: input.XksProxyUriEndpoint,
    UriPath: input.XksProxyUriPath,
    VpcEndpointServiceName: input.XksProxyVpcEndpointServiceName,
    AccessKeyId: (input.XksProxyAuthenticationCredential as JsonObject | undefined)?.AccessKeyId,
  };
  const hasProxy = Object.values(proxy).some((value) => value !== undefined);
  const settings = {
    ...{ CustomKeyStoreName, CloudHsmClusterId, TrustAnchorCertificate },
    XksProxyConfiguration: hasProxy ? proxy : undefined,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function assertNameIsFree(name: unknown, stores: ReadonlyMap<string, CustomKeyStore>): void {
  if ([...stores.values()].some(({ settings }) => settings.CustomKeyStoreName === name)) {
    throw new AwsError(
      "CustomKeyStoreNameInUseException",
      "There is a custom key store of that name already.",
    );
  }
}

function wrongState({ id }: CustomKeyStore, state: string): AwsError {
  return new AwsError("CustomKeyStoreInvalidStateException", `${id} is ${state}.`);
}
