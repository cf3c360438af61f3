/** KMS as any client sees it: AWS's own SDK on the local endpoint. */
import { KMSClient } from "@aws-sdk/client-kms";
import { localInstance } from "./localInstance";

/** A KMS client for a Region, with the credentials of an account (12 digits). */
export async function kms(region: string, account = "111111111111"): Promise<KMSClient> {
  const { endpoint } = await localInstance();
  return new KMSClient({ region, endpoint, credentials: { accessKeyId: account, secretAccessKey: "local" } });
}
