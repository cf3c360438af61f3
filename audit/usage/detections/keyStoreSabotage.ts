import type { Detection } from "./detection";
import { foundHits, nameOf, parameter, SUCCEEDED } from "./hits";

const operations = ["DisconnectCustomKeyStore", "DeleteCustomKeyStore", "UpdateCustomKeyStore"] as const;

/** https://docs.aws.amazon.com/kms/latest/developerguide/disconnect-keystore.html */
export const keyStoreSabotage: Detection = {
  id: "KMS-20",
  title: "Custom key store disconnected, changed or deleted",
  severity: "high",
  technique: { id: "T1489", name: "Service Stop" },
  rationale:
    "All keys of a custom key store stop working the moment it is disconnected; pointing it to another proxy lets somebody else hold the keys.",
  remediation: "Call ConnectCustomKeyStore; check the store's cluster or proxy endpoint and its credentials.",
  falsePositives: "Maintenance of the cluster or proxy with a change record.",
  attempts: operations,
  sigma: { selection: { eventName: operations } },
  find: (trail) =>
    foundHits(
      trail,
      `${SUCCEEDED} AND eventName IN ('DisconnectCustomKeyStore', 'DeleteCustomKeyStore', 'UpdateCustomKeyStore')`,
      ({ eventName, principal, detail }) => ({
        severity: "high",
        message: `${nameOf(principal)} called ${eventName} on ${detail ?? "a key store"}`,
      }),
      parameter("customKeyStoreId"),
    ),
};
