/** Intent -> key policy. */
import { usagesOf } from "../../keySpecs";
import { formatArn } from "../../arn";
import { partitionOf } from "../../partitions";
import type { JsonPolicy, JsonStatement } from "../document";
import { administrationStatements, rootStatement } from "./administration";
import { allOf } from "./conditions";
import type { KeyFrame, KeyPolicyContext } from "./context";
import { freeStatements } from "./freeStatements";
import type { KeyPolicyIntent, KeyShare, OrganizationUse } from "./intent";
import { intentProblems } from "./intentProblems";
import { lockoutProblems } from "./lockout";
import { oneOrSorted } from "./oneOrSorted";
import { whoOf } from "./principals";
import { KeyPolicyIntentError } from "./problems";
import { serviceStatements } from "./services";
import { grantStatement, sidOf, useStatements } from "./statements";

/**
 * Builds the key policy of one key in one Region. The same intent and key always give the same document: statements in
 * the order of {@link KeyPolicyIntent}, one Sid a purpose, lists sorted.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @throws KeyPolicyIntentError naming every part of the intent that cannot be, before anything is built; also when
 * nobody of the owner account could change the policy again
 */
export function buildKeyPolicy(intent: KeyPolicyIntent, context: KeyPolicyContext): JsonPolicy {
  const frame = frameOf(context);
  const problems = intentProblems(intent, frame);
  if (problems.length > 0) throw new KeyPolicyIntentError(problems);
  const statements = [
    ...(intent.rootAccess === "none" ? [] : [rootStatement(frame)]),
    ...administrationStatements(intent.administrators ?? [], frame),
    ...(intent.users ?? []).flatMap((user) =>
      whoOf(user.principals, frame).flatMap((who) =>
        useStatements(sidOf("Use", user.name, user.capabilities), who, user.capabilities, user, frame),
      ),
    ),
    ...whoOf(intent.grantsForServices ?? [], frame).map((who) =>
      grantStatement("GrantForServices", who, {}, frame),
    ),
    ...autoScalingStatements(intent.autoScalingRoles ?? [], frame),
    ...(intent.services ?? []).flatMap((service) => serviceStatements(service, frame)),
    ...(intent.organizations ?? []).flatMap((organization) => organizationStatements(organization, frame)),
    ...(intent.shares ?? [])
      .filter(({ as }) => as !== "grant")
      .flatMap((share) => shareStatements(share, frame)),
    ...freeStatements(intent.statements ?? [], frame),
  ];
  const policy = { Version: "2012-10-17", Statement: withUniqueSids(statements) };
  const lockedOut = statements.some(({ Effect }) => Effect === "Deny")
    ? lockoutProblems(policy, intent, frame)
    : [];
  if (lockedOut.length > 0) throw new KeyPolicyIntentError(lockedOut);
  return policy;
}

/** Fills in the defaults of a context. */
export function frameOf({ spec = "SYMMETRIC_DEFAULT", ...context }: KeyPolicyContext): KeyFrame {
  const partition = partitionOf(context.region);
  if (partition === undefined)
    throw new KeyPolicyIntentError([{ path: "", message: `"${context.region}" is not an AWS Region` }]);
  const defaultUsage = usagesOf(spec)[0];
  return {
    accountId: context.accountId,
    region: context.region,
    primaryRegion: context.primaryRegion ?? context.region,
    partition,
    spec,
    usage: context.usage ?? defaultUsage,
    origin: context.origin ?? "AWS_KMS",
    multiRegion: context.multiRegion ?? false,
    relatedRegions: context.relatedRegions,
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html */
function autoScalingStatements(roles: readonly string[], frame: KeyFrame): JsonStatement[] {
  const arns = roles.map((role) => (role === "default" ? autoScalingRoleArn(frame) : role));
  return whoOf(arns, frame).flatMap((who) => [
    ...useStatements("AutoScaling", who, ["encryptDecrypt"], {}, frame),
    grantStatement("AutoScalingGrant", who, {}, frame),
  ]);
}

function autoScalingRoleArn({ partition, accountId: account }: KeyFrame): string {
  const resource = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  return formatArn({ partition, service: "iam", region: "", account, resource });
}

/** The organization is the restriction: its accounts come and go. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-aws.html */
function organizationStatements(use: OrganizationUse, frame: KeyFrame): JsonStatement[] {
  const { id, paths, principalArns } = use;
  const conditions = allOf([
    { StringEquals: { "aws:PrincipalOrgID": id } },
    paths === undefined ? {} : { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": oneOrSorted(paths) } },
    principalArns === undefined ? {} : { ArnLike: { "aws:PrincipalArn": oneOrSorted(principalArns) } },
  ]);
  const sid = sidOf("Organization", use.name, use.capabilities);
  return useStatements(sid, { principal: { AWS: "*" }, conditions }, use.capabilities, use, frame);
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
function shareStatements(share: KeyShare, frame: KeyFrame): JsonStatement[] {
  const sid = sidOf("Share", share.name, share.capabilities);
  return whoOf(share.principals, frame).flatMap((who) => {
    const member =
      share.organization === undefined ? {} : { StringEquals: { "aws:PrincipalOrgID": share.organization } };
    const named =
      share.principalArns === undefined
        ? {}
        : { ArnEquals: { "aws:PrincipalArn": oneOrSorted(share.principalArns) } };
    const members = { ...who, conditions: allOf([who.conditions, member, named]) };
    return [
      ...useStatements(sid, members, share.capabilities, share, frame),
      ...(share.grantsForServices === true ? [grantStatement(`${sid}Grant`, members, share, frame)] : []),
    ];
  });
}

/** Two parts of an intent can have one purpose; AWS refuses two statements with one Sid. */
function withUniqueSids(statements: readonly JsonStatement[]): JsonStatement[] {
  const taken = new Set<string>();
  return statements.map((statement) => {
    if (statement.Sid === undefined) return statement;
    let sid = statement.Sid;
    for (let number = 2; taken.has(sid); number += 1) sid = `${statement.Sid}${number}`;
    taken.add(sid);
    return { ...statement, Sid: sid };
  });
}
