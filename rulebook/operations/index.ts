/** The rules about running keys, and the resources that use them. */
import type { Rule } from "../rule";
import { assessmentError } from "./assessmentError";
import { bucketKey } from "./bucketKey";
import { defaultKey } from "./defaultKey";
import { directEncryption } from "./directEncryption";
import { disasterRecovery } from "./disasterRecovery";
import { managedByCode } from "./managedByCode";
import { ownerDocumented } from "./ownerDocumented";

/** In the order of reports. */
export const operations: readonly Rule[] = [
  managedByCode,
  disasterRecovery,
  ownerDocumented,
  defaultKey,
  bucketKey,
  directEncryption,
  assessmentError,
];
