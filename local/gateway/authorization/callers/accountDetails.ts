import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  paginateGetAccountAuthorizationDetails,
  type AttachedPolicy,
  type GetAccountAuthorizationDetailsResponse,
  type ManagedPolicyDetail,
  type PolicyDetail,
  type Tag,
} from "@aws-sdk/client-iam";
import type { KeyPolicy } from "../../../../kms/policy/document";
import type { RequestContext } from "../../../../kms/policy/evaluate/request";
import { parseIdentityPolicy } from "./identityPolicy";

/** A user or a role, as its policies and tags make it. */
export interface Identity {
  readonly arn: string;
  readonly policies: readonly KeyPolicy[];
  /** `aws:PrincipalTag/...` */
  readonly tags: RequestContext;
}

/** The users and roles of an account, by name. */
export interface AccountDetails {
  readonly users: ReadonlyMap<string, Identity>;
  readonly roles: ReadonlyMap<string, Identity>;
}

/** Reads the users and roles of the account whose client this is, with their policies: inline, managed and of groups. */
export async function readAccountDetails(iam: IAMClient): Promise<AccountDetails> {
  const pages: GetAccountAuthorizationDetailsResponse[] = [];
  // AWS's own policies are some 1,500 and hardly ever attached: those that are get read one by one.
  const Filter = ["User" as const, "Role" as const, "Group" as const, "LocalManagedPolicy" as const];
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, { Filter }))
    pages.push(page);
  const managed = managedPolicies(
    iam,
    pages.flatMap(({ Policies = [] }) => Policies),
  );
  const groups = new Map<string, readonly KeyPolicy[]>();
  for (const { GroupName = "", ...group } of pages.flatMap(({ GroupDetailList = [] }) => GroupDetailList)) {
    groups.set(
      GroupName,
      await policiesOf(GroupName, group.GroupPolicyList, group.AttachedManagedPolicies, managed),
    );
  }
  const users = new Map<string, Identity>();
  for (const { UserName = "", ...user } of pages.flatMap(({ UserDetailList = [] }) => UserDetailList)) {
    const own = await policiesOf(UserName, user.UserPolicyList, user.AttachedManagedPolicies, managed);
    const ofGroups = (user.GroupList ?? []).flatMap((group) => groups.get(group) ?? []);
    users.set(UserName, { arn: user.Arn ?? "", policies: [...own, ...ofGroups], tags: tagsOf(user.Tags) });
  }
  const roles = new Map<string, Identity>();
  for (const { RoleName = "", ...role } of pages.flatMap(({ RoleDetailList = [] }) => RoleDetailList)) {
    const policies = await policiesOf(RoleName, role.RolePolicyList, role.AttachedManagedPolicies, managed);
    roles.set(RoleName, { arn: role.Arn ?? "", policies, tags: tagsOf(role.Tags) });
  }
  return { users, roles };
}

type FindManaged = (arn: string) => Promise<KeyPolicy>;

function managedPolicies(iam: IAMClient, local: readonly ManagedPolicyDetail[]): FindManaged {
  const documents = new Map(
    local.map(({ Arn, DefaultVersionId, PolicyVersionList = [] }) => {
      const version = PolicyVersionList.find(({ VersionId }) => VersionId === DefaultVersionId);
      return [Arn, version?.Document];
    }),
  );
  return async (arn) => {
    const document = documents.get(arn) ?? (await readManagedPolicy(iam, arn));
    documents.set(arn, document);
    return parseIdentityPolicy(arn, document ?? "");
  };
}

async function readManagedPolicy(iam: IAMClient, arn: string): Promise<string | undefined> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
  const version = { PolicyArn: arn, VersionId: Policy?.DefaultVersionId };
  return (await iam.send(new GetPolicyVersionCommand(version))).PolicyVersion?.Document;
}

async function policiesOf(
  owner: string,
  inline: readonly PolicyDetail[] = [],
  attached: readonly AttachedPolicy[] = [],
  managed: FindManaged,
): Promise<readonly KeyPolicy[]> {
  const own = inline.map(({ PolicyName = "", PolicyDocument = "" }) =>
    parseIdentityPolicy(`${PolicyName} of ${owner}`, PolicyDocument),
  );
  return [...own, ...(await Promise.all(attached.map(({ PolicyArn = "" }) => managed(PolicyArn))))];
}

function tagsOf(tags: readonly Tag[] = []): RequestContext {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [`aws:PrincipalTag/${Key}`, Value]));
}
