/** Checks of `Principal` and `NotPrincipal`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
import { accountOf, type Arn, hasWildcard, isAccountId, parseArn } from "../../arn";
import { DNS_SUFFIXES, isPartition, partitionOf } from "../../partitions";
import type { PrincipalSet, Statement } from "../document";
import type { LintOptions, Remark } from "./finding";

/** What is wrong with a statement's principals. */
export function principalRemarks(statement: Statement, { region }: LintOptions): Remark[] {
  return [statement.principal, statement.notPrincipal]
    .filter((set) => set !== undefined)
    .flatMap((set) => {
      const partition = region === undefined ? undefined : partitionOf(region);
      const remarks = [
        ...set.AWS.flatMap((name) => awsRemark(name, partition)),
        ...set.Service.flatMap(serviceRemark),
        ...set.Federated.flatMap(federatedRemark),
        ...set.CanonicalUser.map(canonicalRemark),
      ];
      const everyone = remarks.length === principalCount(set);
      return [...remarks, ...(everyone && set === statement.principal ? [nobodyRemark] : [])];
    });
}

/** Whether the statement names a principal of another account than the owner's. */
export function namesOtherAccount({ principal }: Statement, ownerAccount: string): boolean {
  return principal?.AWS.some((name) => isOther(name, ownerAccount)) === true;
}

/** Whether the statement names principals of other accounts and nobody else. */
export function isOnlyOfOtherAccounts({ principal }: Statement, ownerAccount: string): boolean {
  if (principal === undefined || principal.Service.length + principal.Federated.length > 0) return false;
  return principal.AWS.length > 0 && principal.AWS.every((name) => isOther(name, ownerAccount));
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const uniqueId = /^(AIDA|AROA|AGPA|AIPA|ANPA|ANVA|ASCA|ASIA|AKIA|ABIA|ACCA|APKA)[A-Z0-9]{12,}$/;

const nobodyRemark: Remark = {
  severity: "low",
  message: "the statement has no effect: it names no principal that exists",
  remediation: "remove the statement, or name its principals",
  noEffect: true,
};

function awsRemark(name: string, partition: string | undefined): Remark[] {
  if (name === "*" || isAccountId(name)) return [];
  if (uniqueId.test(name)) return [deletedRemark(name)];
  const arn = parseArn(name);
  if (arn === undefined) return [malformedRemark(name)];
  if (arn.service === "iam" && arn.resource.startsWith("group/")) {
    return [
      {
        message: `"${name}" is a group, which AWS refuses as a principal`,
        remediation: "name the group's users, or a role that they assume",
      },
    ];
  }
  if (hasWildcard(name) || !isPrincipal(arn)) return [malformedRemark(name)];
  if (partition !== undefined && arn.partition !== partition) {
    return [
      {
        message: `"${name}" is in partition ${arn.partition}, and the key is in ${partition}`,
        remediation: `name principals of partition ${partition}: no principal reaches into another partition`,
      },
    ];
  }
  return [];
}

/** What KMS shows instead of a user or role that was deleted; a new one of the same name does not come back to life. */
function deletedRemark(id: string): Remark {
  const kind = id.startsWith("AIDA") ? "user" : id.startsWith("AROA") ? "role" : "principal";
  return {
    message: `"${id}" is the unique id of a deleted ${kind}`,
    remediation: "remove it, or name the user or role that took its place by its ARN",
  };
}

function malformedRemark(name: string): Remark {
  if (DNS_SUFFIXES.some((suffix) => name.endsWith(`.${suffix}`))) {
    return {
      message: `"${name}" is a service, no AWS principal`,
      remediation: `write {"Service": "${name}"}`,
    };
  }
  if (parseArn(name) !== undefined && hasWildcard(name)) {
    return {
      message: `"${name}" has a wildcard, which AWS refuses in a principal`,
      remediation:
        "name the account's root and compare aws:PrincipalArn with the pattern in a condition (ArnLike)",
    };
  }
  return {
    message: `"${name}" is no principal`,
    remediation: "write an account id, or the ARN of an account root, a role, a user or a session",
  };
}

function isPrincipal({ partition, service, region, account, resource }: Arn): boolean {
  if (!isPartition(partition) || region !== "") return false;
  // CloudFront's origin access identities have an "account" of their own.
  if (!isAccountId(account) && account !== "cloudfront") return false;
  if (service === "iam") return /^(root$|role\/.|user\/.)/.test(resource);
  return service === "sts" && /^(assumed-role\/[^/]+\/.|federated-user\/.|self$)/.test(resource);
}

function serviceRemark(name: string): Remark[] {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) return [];
  return [
    {
      message: `"${name}" is no service principal`,
      remediation: 'write one such as "logs.us-east-1.amazonaws.com"',
    },
  ];
}

function federatedRemark(name: string): Remark[] {
  const provider = /^(saml-provider|oidc-provider)\/./;
  if (name === "*" || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name)) return [];
  if (provider.test(parseArn(name)?.resource ?? "")) return [];
  return [
    { message: `"${name}" is no identity provider`, remediation: "write the provider's domain, or its ARN" },
  ];
}

function canonicalRemark(id: string): Remark {
  return {
    message: `the canonical user "${id}" means nothing to AWS KMS`,
    remediation: "name the account by its id: canonical users are for S3 bucket policies",
  };
}

function principalCount({ AWS, Service, Federated, CanonicalUser }: PrincipalSet): number {
  return AWS.length + Service.length + Federated.length + CanonicalUser.length;
}

function isOther(name: string, ownerAccount: string): boolean {
  const account = accountOf(name);
  return account !== undefined && account !== ownerAccount;
}
