import assert from "node:assert/strict";
import { KMSClient, KMSServiceException } from "@aws-sdk/client-kms";

/** A KMS client of an account in a Region, which asks once. */
export function kmsClient(endpoint: string, region = "us-east-1", account = "111111111111"): KMSClient {
  const credentials = { accessKeyId: account, secretAccessKey: "test" };
  return new KMSClient({ endpoint, region, credentials, maxAttempts: 1 });
}

/** Passes where AWS refuses with the error code. */
export async function refuses(code: string, answer: Promise<unknown>): Promise<void> {
  await assert.rejects(answer, (error) => {
    assert.ok(error instanceof KMSServiceException, String(error));
    assert.equal(error.name, code);
    return true;
  });
}
