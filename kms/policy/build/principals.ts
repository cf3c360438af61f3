/** Principals as intents write them -> principals as key policies take them. */
import { accountOf, formatArn, hasWildcard, isAccountId, parseArn } from "../../arn";
import type { JsonPrincipal } from "../document";
import type { Conditions } from "./conditions";
import type { KeyFrame } from "./context";
import { oneOrSorted } from "./oneOrSorted";

/** A principal element and what must hold besides, for one statement. */
export interface Who {
  readonly principal: JsonPrincipal;
  readonly conditions: Conditions;
}

/**
 * The principals of one statement, or of two: patterns need a condition that would narrow the others too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function whoOf(principals: readonly string[], frame: KeyFrame): Who[] {
  const patterns = principals.filter((principal) => principal !== "*" && hasWildcard(principal));
  const plain = principals.filter((principal) => !patterns.includes(principal));
  const accounts = patterns.flatMap((pattern) => accountOf(pattern) ?? []);
  return [
    ...(plain.length === 0
      ? []
      : [
          { principal: { AWS: oneOrSorted(plain.map((name) => principalArn(name, frame))) }, conditions: {} },
        ]),
    ...(patterns.length === 0
      ? []
      : [
          {
            principal: { AWS: oneOrSorted(accounts.map((account) => rootArn(account, frame))) },
            conditions: { ArnLike: { "aws:PrincipalArn": oneOrSorted(patterns) } },
          },
        ]),
  ];
}

/** The root of an account: everybody whom the account's IAM policies allow. */
export function rootArn(account: string, { partition }: Pick<KeyFrame, "partition">): string {
  return formatArn({ partition, service: "iam", region: "", account, resource: "root" });
}

/** Why a text is no principal for this key, or undefined where it is one. */
export function principalProblem(text: string, { partition }: KeyFrame): string | undefined {
  if (text === "*" || isAccountId(text)) return undefined;
  const arn = parseArn(text);
  if (arn === undefined)
    return `"${text}" is no principal: write an account id, the ARN of a role or user, or *`;
  if (arn.partition !== partition)
    return `"${text}" is in partition ${arn.partition}, and the key is in ${partition}`;
  if (!isAccountId(arn.account)) return `"${text}" must name its account: 12 digits, without wildcards`;
  if (arn.service === "iam" && arn.resource.startsWith("group/")) {
    return `"${text}" is a group, which cannot be a principal: name its users, or a role that they assume`;
  }
  const kinds =
    arn.service === "iam" ? /^(root$|role\/.|user\/.)/ : /^(assumed-role\/.+\/.|federated-user\/.)/;
  return (arn.service === "iam" || arn.service === "sts") && kinds.test(arn.resource)
    ? undefined
    : `"${text}" is no principal: write the ARN of a role, a user or an account root`;
}

function principalArn(text: string, frame: KeyFrame): string {
  return isAccountId(text) ? rootArn(text, frame) : text;
}
