/** Who administers the key. */
import { canRotate } from "../../keySpecs";
import type { JsonStatement } from "../document";
import { allOf, type Conditions } from "./conditions";
import type { KeyFrame } from "./context";
import { oneOrSorted } from "./oneOrSorted";
import { rootArn, type Who, whoOf } from "./principals";
import { allow } from "./statements";

/**
 * What administrators of every key do. No use of the key, and no CreateGrant, by which they could give themselves the use.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-administrators.html
 */
const administrationActions = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:GetKeyLastUsage",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

const rotationActions = ["kms:DisableKeyRotation", "kms:EnableKeyRotation"] as const;
/** Also for imported material: https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-on-demand.html */
const onDemandRotationActions = ["kms:ListKeyRotations", "kms:RotateKeyOnDemand"] as const;
/** https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html#importing-keys-permissions */
const importActions = [
  "kms:DeleteImportedKeyMaterial",
  "kms:GetParametersForImport",
  "kms:ImportKeyMaterial",
] as const;

/**
 * The owner's IAM policies decide too.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
export function rootStatement(frame: KeyFrame): JsonStatement {
  return allow("EnableIamPolicies", { AWS: rootArn(frame.accountId, frame) }, ["kms:*"]);
}

/** Administration of the key, and of its replicas where it can have any. */
export function administrationStatements(
  administrators: readonly string[],
  frame: KeyFrame,
): JsonStatement[] {
  return whoOf(administrators, frame).flatMap((who) => [
    allow("Administer", who.principal, administrationActionsFor(frame), who.conditions),
    ...(frame.multiRegion ? replicationStatements(who, frame) : []),
  ]);
}

function administrationActionsFor(frame: KeyFrame): string[] {
  const symmetricInKms = frame.spec === "SYMMETRIC_DEFAULT" && ["AWS_KMS", "EXTERNAL"].includes(frame.origin);
  return [
    ...administrationActions,
    ...(canRotate(frame) ? rotationActions : []),
    ...(symmetricInKms ? onDemandRotationActions : []),
    ...(frame.origin === "EXTERNAL" ? importActions : []),
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html */
function replicationStatements(who: Who, frame: KeyFrame): JsonStatement[] {
  const within = (key: string): Conditions =>
    allOf([
      who.conditions,
      frame.relatedRegions === undefined
        ? {}
        : { StringEquals: { [key]: oneOrSorted(frame.relatedRegions) } },
    ]);
  return [
    allow("Replicate", who.principal, ["kms:ReplicateKey"], within("kms:ReplicaRegion")),
    allow("MovePrimary", who.principal, ["kms:UpdatePrimaryRegion"], within("kms:PrimaryRegion")),
  ];
}
