/** A grant as it was read, in the journal and in the report. Times are ISO 8601. */
import { z } from "zod";

/** Its shape. */
export const grant = z.object({
  id: z.string(),
  name: z.string().optional(),
  granteePrincipal: z.string(),
  retiringPrincipal: z.string().optional(),
  operations: z.array(z.string()),
  encryptionContextSubset: z.record(z.string(), z.string()).optional(),
  encryptionContextEquals: z.record(z.string(), z.string()).optional(),
  /** The AWS service that made it for its own resource. */
  madeByService: z.string().optional(),
  createdAt: z.string().optional(),
});
