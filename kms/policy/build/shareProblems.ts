/** What cannot be about a share: by the key's policy, or by grants. */
import { accountOf, hasWildcard, parseArn } from "../../arn";
import type { KeyFrame } from "./context";
import type { KeyShare } from "./intent";
import { each, type IntentProblem } from "./problems";

/** What is wrong with a share beyond its principals and its use. */
export function shareProblems(path: string, share: KeyShare, frame: KeyFrame): IntentProblem[] {
  const { principals, principalArns, organization } = share;
  return [
    ...each(`${path}.principals`, principals, (name, at) =>
      accountOf(name) === frame.accountId
        ? [{ path: at, message: `"${name}" is of the key's own account: put it under users` }]
        : [],
    ),
    ...(principalArns?.length === 0
      ? [{ path: `${path}.principalArns`, message: "name at least one role or user, or leave it out" }]
      : each(`${path}.principalArns`, principalArns, (arn, at) => memberProblems(arn, at, principals))),
    ...(organization === undefined ? [] : organizationIdProblems(`${path}.organization`, organization)),
    ...(share.as === "grant" ? grantProblems(path, share) : []),
  ];
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export function organizationIdProblems(path: string, id: string): IntentProblem[] {
  return /^o-[a-z0-9]{10,32}$/.test(id)
    ? []
    : [{ path, message: `"${id}" is no organization: write o- and 10 to 32 lower-case letters or digits` }];
}

function memberProblems(text: string, path: string, principals: readonly string[]): IntentProblem[] {
  const arn = parseArn(text);
  if (arn?.service !== "iam" || !/^(role|user)\/./.test(arn.resource) || hasWildcard(text)) {
    return [{ path, message: `"${text}" is not the ARN of a role or user, without wildcards` }];
  }
  const accounts = principals.map(accountOf);
  return principals.includes("*") || accounts.includes(arn.account)
    ? []
    : [{ path, message: `"${text}" is of account ${arn.account}, which is none of the principals'` }];
}

/**
 * A grant knows one grantee and an exact encryption context, and no other condition.
 * https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 */
function grantProblems(path: string, share: KeyShare): IntentProblem[] {
  const impossible = ["viaServices", "organization", "principalArns", "grantsForServices"] as const;
  return [
    ...impossible
      .filter((limit) => share[limit] !== undefined && share[limit] !== false)
      .map((limit) => ({
        path: `${path}.${limit}`,
        message: "a grant cannot have it: leave it out, or share by the key policy (as: policy)",
      })),
    ...each(`${path}.principals`, share.principals, (name, at) =>
      /^(role|user)\/./.test(parseArn(name)?.resource ?? "") && !hasWildcard(name)
        ? []
        : [{ path: at, message: `"${name}" cannot hold a grant: write the ARN of one role or user` }],
    ),
    ...Object.entries(share.encryptionContext ?? {})
      .filter(([, value]) => typeof value !== "string" || hasWildcard(value))
      .map(([key]) => ({
        path: `${path}.encryptionContext.${key}`,
        message: "a grant takes one exact value: no list, no wildcards",
      })),
  ];
}
