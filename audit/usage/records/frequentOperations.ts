/**
 * Operations of which a busy account makes millions. All that is worth keeping of their parameters has a column; and what looks for
 * others need not read through them.
 */

/** Their names, of AWS KMS. */
export const frequentOperations = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "Sign",
  "Verify",
  "VerifyMac",
] as const;

/** Whether an event is of another operation, or of another service: SQL over the columns of `events`. */
export const ofRareOperation = `(eventSource <> 'kms.amazonaws.com' OR eventName NOT IN (${frequentOperations
  .map((name) => `'${name}'`)
  .join(", ")}))`;
