/** Checks of `Resource` and `NotResource`: in a key policy `*` means the key that the policy belongs to. */
import { hasWildcard, isAccountId, parseArn } from "../../arn";
import type { Statement } from "../document";
import { fits } from "../evaluate/pattern";
import type { LintOptions, Remark } from "./finding";

const mend = 'write "Resource": "*", which means this key';

/**
 * What is wrong with a statement's resources.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function resourceRemarks({ resources, notResources }: Statement, options: LintOptions): Remark[] {
  if (notResources?.some((resource) => resource === "*") === true) {
    return [
      {
        message: '"NotResource": "*" leaves no key, so the statement has no effect',
        remediation: mend,
        noEffect: true,
      },
    ];
  }
  if (resources === undefined) return [];
  if (resources.length === 0) {
    return [
      { message: "Resource is empty, so the statement has no effect", remediation: mend, noEffect: true },
    ];
  }
  const verdicts = resources.map((resource) => ({ resource, why: whyAnother(resource, options) }));
  const noEffect = verdicts.every(({ why }) => why !== undefined);
  return [
    ...verdicts.flatMap(({ resource, why }) =>
      why === undefined
        ? []
        : [{ message: `the Resource "${resource}" ${why}`, remediation: mend, noEffect }],
    ),
    ...verdicts.flatMap(({ resource, why }) => (why === undefined ? doubtRemark(resource, options) : [])),
  ];
}

/** Why a resource is not this key, or undefined where it is or may be. */
function whyAnother(resource: string, { keyArn, ownerAccount, region }: LintOptions): string | undefined {
  if (keyArn !== undefined)
    return fits(resource, keyArn) ? undefined : `is another one than this key, ${keyArn}`;
  const arn = parseArn(resource);
  if (arn === undefined) return hasWildcard(resource) ? undefined : "is no ARN";
  if (!fits(arn.service, "kms")) return `is of the service ${arn.service}, not a key`;
  if (arn.resource.startsWith("alias/")) return "is an alias, which a key policy cannot speak of";
  if (!fits(arn.resource.replace(/\/.*/, ""), "key")) return "is no key";
  if (ownerAccount !== undefined && isAccountId(arn.account) && arn.account !== ownerAccount) {
    return `is a key of account ${arn.account}, and this one is of ${ownerAccount}`;
  }
  return region !== undefined && arn.region !== "" && !fits(arn.region, region)
    ? `is a key in ${arn.region}, and this one is in ${region}`
    : undefined;
}

function doubtRemark(resource: string, { keyArn }: LintOptions): Remark[] {
  if (keyArn !== undefined || hasWildcard(resource)) return [];
  return [
    {
      severity: "low",
      message: `the Resource "${resource}" names one key: unless it is this one, the statement has no effect`,
      remediation: mend,
    },
  ];
}
