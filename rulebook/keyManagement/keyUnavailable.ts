import { keyRule, notApplicable, pass, violation } from "../rule";

/** Every key has its material. */
export const keyUnavailable = keyRule({
  id: "kms-key-unavailable",
  title: "Keys have their key material",
  area: "Key management",
  severity: "high",
  level: "mandatory",
  sight: ["live"],
  rationale:
    "Without its material, or with its key store disconnected, a key fails every request though it looks alive.",
  remedy: {
    setting: "material.base64, or the same material imported again",
    property: "ImportKeyMaterial, or ConnectCustomKeyStore",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
  standards: { nist: ["SC-12(1)"] },
  check({ live }) {
    if (live === undefined) return notApplicable("a key that is only planned has no state");
    if (live.state === "PendingImport") return violation("the key waits for key material to be imported");
    if (live.keyStoreState !== undefined && live.keyStoreState !== "CONNECTED")
      return violation(`the key's custom key store is ${live.keyStoreState}`);
    return live.state === "Unavailable" ? violation("the key is unavailable") : pass;
  },
});
