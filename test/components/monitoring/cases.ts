/**
 * For each watch: what it must see, and what it must not although it comes near. Rules and metric filters are held to it by the documented
 * grammar, and the rules on local AWS too.
 */
import type { WatchId } from "../../../components/monitoring/watch";
import {
  assumed,
  type BusEvent,
  by,
  type CloudTrailRecord,
  eventOf,
  kmsEvent,
  real,
  refused,
  synthetic,
} from "./records";

/** The account of the records. */
export const ACCOUNT = "111122223333";

/** The role that Pulumi runs under. */
export const DEPLOYER = `arn:aws:iam::${ACCOUNT}:role/Deployer`;

interface Sample {
  readonly what: string;
  /** The record, where CloudTrail writes one. */
  readonly record?: CloudTrailRecord;
  /** The event, where EventBridge gets one that is not the record's. */
  readonly event?: BusEvent;
}

/** What one watch sees and does not. */
export interface WatchCase {
  readonly sees: readonly Sample[];
  readonly misses: readonly Sample[];
}

/** Whether a sample comes as an event: every record does, but CloudTrail's own service events come as another kind. */
export function busEventOf({ record, event }: Sample): BusEvent | undefined {
  return event ?? (record && eventOf(record));
}

const call = (what: string, record: CloudTrailRecord): Sample => ({ what, record });

/** A call that was carried out, and the same one refused. */
function succeeding(eventName: string, near: Sample): WatchCase {
  const record = real(eventName);
  return { sees: [call(eventName, record)], misses: [call(`a refused ${eventName}`, refused(record)), near] };
}

const grantTo = (granteePrincipal: string, change: Readonly<Record<string, unknown>> = {}) => {
  const record = real("CreateGrant");
  const requestParameters = { ...(record.requestParameters as object), granteePrincipal };
  return synthetic(record, { requestParameters, ...change });
};
const decryptFailing = (errorCode: string, errorMessage: string) =>
  synthetic(real("Decrypt"), { errorCode, errorMessage, responseElements: null });
const pendingDeletion = decryptFailing(
  "KMSInvalidStateException",
  `arn:aws:kms:us-west-2:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab is pending deletion.`,
);
const denied = decryptFailing(
  "AccessDenied",
  `User: arn:aws:iam::${ACCOUNT}:user/Alice is not authorized to perform: kms:Decrypt`,
);
const wrongKey = real("Decrypt", "kmsguide", ({ errorCode }) => errorCode === "IncorrectKeyException");
const throttled = decryptFailing(
  "ThrottlingException",
  "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
);
const root = { type: "Root", principalId: ACCOUNT, accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };
const bypassing = synthetic(real("PutKeyPolicy"), {
  requestParameters: {
    ...(real("PutKeyPolicy").requestParameters as object),
    bypassPolicyLockoutSafetyCheck: true,
  },
});
const stopLogging: CloudTrailRecord = synthetic(real("DisableKey"), {
  eventSource: "cloudtrail.amazonaws.com",
  eventName: "StopLogging",
  requestParameters: { name: "organization" },
  resources: undefined,
});

/** The cases of every watch that looks at records or events. */
export const cases: Readonly<Partial<Record<WatchId, WatchCase>>> = {
  "deletion-scheduled": succeeding(
    "ScheduleKeyDeletion",
    call("a cancelled deletion", real("CancelKeyDeletion")),
  ),
  "key-disabled": succeeding(
    "DisableKey",
    call(
      "a failed one",
      real("DisableKey", "panther", ({ errorCode }) => errorCode !== undefined),
    ),
  ),
  "disabled-or-deleted": {
    sees: [
      call("ScheduleKeyDeletion", real("ScheduleKeyDeletion", "panther")),
      call("DisableKey", real("DisableKey")),
      call("a refused one, as CIS wants it", refused(real("DisableKey"))),
    ],
    misses: [
      call("EnableKey", real("EnableKey")),
      call("DisableKeyRotation", real("DisableKeyRotation")),
      call(
        "the name with another service",
        synthetic(real("DisableKey"), { eventSource: "other.amazonaws.com" }),
      ),
    ],
  },
  "key-deleted": {
    sees: [{ what: "KMS's event", event: kmsEvent("KMS CMK Deletion"), record: real("DeleteKey") }],
    misses: [
      { what: "a rotation", event: kmsEvent("KMS CMK Rotation"), record: real("RotateKey") },
      call("a deletion that is only scheduled", real("ScheduleKeyDeletion")),
    ],
  },
  "material-deleted": {
    sees: [
      call(
        "DeleteImportedKeyMaterial",
        synthetic(real("ImportKeyMaterial"), { eventName: "DeleteImportedKeyMaterial" }),
      ),
    ],
    misses: [
      call("ImportKeyMaterial", real("ImportKeyMaterial")),
      call(
        "a refused one",
        refused(synthetic(real("ImportKeyMaterial"), { eventName: "DeleteImportedKeyMaterial" })),
      ),
    ],
  },
  "material-expired": {
    sees: [
      {
        what: "KMS's event",
        event: kmsEvent("KMS Imported Key Material Expiration"),
        record: real("DeleteExpiredKeyMaterial"),
      },
    ],
    misses: [{ what: "a deleted key", event: kmsEvent("KMS CMK Deletion"), record: real("DeleteKey") }],
  },
  "key-store-disconnected": {
    sees: [
      call("DisconnectCustomKeyStore", real("DisconnectCustomKeyStore")),
      call("DeleteCustomKeyStore", real("DeleteCustomKeyStore")),
    ],
    misses: [
      call("ConnectCustomKeyStore", real("ConnectCustomKeyStore")),
      call("a refused one", refused(real("DisconnectCustomKeyStore"))),
    ],
  },
  "grant-outside": {
    sees: [
      call("a role of another account", grantTo("arn:aws:iam::222222222222:role/Stranger")),
      call("a role named like ours", grantTo(`arn:aws:iam::222222222222:role/path/${ACCOUNT}/Stranger`)),
      call("a grantee that nobody can place", real("CreateGrant")),
    ],
    misses: [
      call("a role of this account", grantTo(`arn:aws:iam::${ACCOUNT}:role/Application`)),
      call("a session of this account", grantTo(`arn:aws:sts::${ACCOUNT}:assumed-role/Application/i-1`)),
      call(
        "EC2 for its own use",
        real("CreateGrant", "kmsguide", ({ requestParameters }) =>
          JSON.stringify(requestParameters).includes("ec2-infrastructure"),
        ),
      ),
      call(
        "a service for itself",
        grantTo("rds.us-east-1.amazonaws.com", {
          userIdentity: { type: "AWSService", invokedBy: "rds.amazonaws.com" },
        }),
      ),
      call("a refused one", refused(grantTo("arn:aws:iam::222222222222:role/Stranger"))),
    ],
  },
  "lockout-bypassed": {
    sees: [call("PutKeyPolicy with the bypass", bypassing)],
    misses: [
      call("PutKeyPolicy without", real("PutKeyPolicy")),
      call("PutKeyPolicy that says nothing of it", real("PutKeyPolicy", "panther")),
      call("a refused one", refused(bypassing)),
    ],
  },
  "changed-outside-pulumi": {
    sees: [
      call("a user", real("TagResource")),
      call("another role", by(assumed(`arn:aws:iam::${ACCOUNT}:role/Console`), real("PutKeyPolicy"))),
      call(
        "a role of the same name elsewhere",
        by(assumed(`arn:aws:iam::222222222222:role/Deployer`), real("UpdateAlias")),
      ),
      call("the root user", by(root, real("EnableKey"))),
    ],
    misses: [
      call("Pulumi's role", by(assumed(DEPLOYER), real("PutKeyPolicy"))),
      call("a use of a key", real("Encrypt")),
      call("a grant", real("CreateGrant")),
      call("KMS itself", real("SynchronizeMultiRegionKey")),
      call("a refused change", refused(real("TagResource"))),
    ],
  },
  "root-use": {
    sees: [
      call("a read", by(root, real("DescribeKey"))),
      call("a refused change", refused(by(root, real("DisableKey")))),
    ],
    misses: [
      call("a user", real("DescribeKey")),
      call(
        "a service on the root user's behalf",
        by({ ...root, invokedBy: "s3.amazonaws.com" }, real("Decrypt")),
      ),
    ],
  },
  "trail-stopped": {
    sees: [
      call("StopLogging", stopLogging),
      call("PutEventSelectors", synthetic(stopLogging, { eventName: "PutEventSelectors" })),
    ],
    misses: [
      call("StartLogging", synthetic(stopLogging, { eventName: "StartLogging" })),
      call("a refused one", refused(stopLogging)),
    ],
  },
  "pending-deletion-use": {
    sees: [call("Decrypt with a key that waits for its deletion", pendingDeletion)],
    misses: [
      call(
        "another invalid state",
        real("Decrypt", "kmsguide", ({ errorCode }) => errorCode === "KMSInvalidStateException"),
      ),
      call("a use that succeeds", real("Decrypt")),
    ],
  },
  "policy-changed": succeeding("PutKeyPolicy", call("a policy that is read", real("GetKeyPolicy"))),
  "rotation-off": succeeding("DisableKeyRotation", call("rotation turned on", real("EnableKeyRotation"))),
  "alias-moved": {
    sees: [call("UpdateAlias", real("UpdateAlias")), call("DeleteAlias", real("DeleteAlias"))],
    misses: [call("CreateAlias", real("CreateAlias")), call("a refused one", refused(real("UpdateAlias")))],
  },
  "primary-moved": succeeding("UpdatePrimaryRegion", call("a replica", real("ReplicateKey"))),
  "key-replicated": succeeding("ReplicateKey", call("a new key", real("CreateKey"))),
  "denied-administration": {
    sees: [
      call("CreateKey", real("CreateKey", "traildiscover")),
      call("DisableKey", refused(real("DisableKey"))),
    ],
    misses: [
      call("a denied use", denied),
      call(
        "a key that is not there",
        real("DisableKey", "panther", ({ errorCode }) => errorCode !== undefined),
      ),
      call("a change that succeeds", real("DisableKey")),
    ],
  },
  "denied-requests": {
    sees: [
      call("Decrypt", denied),
      call("with the other code", synthetic(denied, { errorCode: "AccessDeniedException" })),
      call("CreateKey", real("CreateKey", "traildiscover")),
    ],
    misses: [call("a wrong key", wrongKey), call("a request that succeeds", real("Decrypt"))],
  },
  "failed-requests": {
    sees: [
      call("a wrong key", wrongKey),
      call("a key that is not there", real("DescribeKey", "traildiscover")),
    ],
    misses: [
      call("a denied request", denied),
      call("a throttled one", throttled),
      call("one that succeeds", real("Decrypt")),
    ],
  },
  "throttled-requests": {
    sees: [call("Decrypt", throttled)],
    misses: [call("a denied request", denied), call("a request that succeeds", real("Decrypt"))],
  },
};
