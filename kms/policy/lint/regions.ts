/** Statements that work in another Region only. https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html */
import { parseArn } from "../../arn";
import { DNS_SUFFIXES, isRegion } from "../../partitions";
import type { Condition, Statement } from "../document";
import type { LintOptions, Remark } from "./finding";

/** What a statement says of Regions other than the key's. */
export function regionRemarks(statement: Statement, { region }: LintOptions): Remark[] {
  if (region === undefined) return [];
  return [
    ...statement.conditions.flatMap((condition) => conditionRemark(condition, statement, region)),
    ...principalRemark(statement, region),
  ];
}

function conditionRemark(condition: Condition, { effect }: Statement, region: string): Remark[] {
  const regions = condition.values.map((value) => regionIn(condition.key.toLowerCase(), value));
  const elsewhere = regions.filter((named) => named !== undefined && named !== region);
  if (elsewhere.length === 0 || elsewhere.length < regions.length) return [];
  const named = [...new Set(elsewhere)].join(", ");
  const negated = /not/i.test(condition.operator);
  const consequence =
    negated === (effect === "Deny")
      ? negated
        ? "denies every use"
        : "allows nothing"
      : negated
        ? "holds always"
        : "denies nothing";
  return [
    {
      rule: "kms-region-mismatch",
      severity: "high",
      message: `${condition.key} names ${named}, and the key is in ${region}, where the statement ${consequence}`,
      remediation: `name ${region} in ${condition.key}: each Region needs its own wording of the policy`,
      noEffect: consequence === "allows nothing" || consequence === "denies nothing",
    },
  ];
}

function principalRemark({ principal }: Statement, region: string): Remark[] {
  if (principal === undefined) return [];
  return principal.Service.flatMap((host) => {
    const named = regionOfHost(host);
    if (named === undefined || named === region) return [];
    return [
      {
        rule: "kms-region-mismatch" as const,
        severity: "high" as const,
        message: `the service principal ${host} is ${named}'s, and the key is in ${region}`,
        remediation: `name the service in ${region}`,
        noEffect: principal.Service.length === 1 && principal.AWS.length + principal.Federated.length === 0,
      },
    ];
  });
}

/**
 * The Region that a condition's value pins, where the key's own Region is what would match. Trails may live elsewhere, and
 * the encryption context of replicated data names the Region it came from, save for log groups.
 */
function regionIn(key: string, value: string): string | undefined {
  if (key === "kms:viaservice") return regionOfHost(value);
  if (key === "aws:requestedregion") return isRegion(value) ? value : undefined;
  if (key !== "aws:sourcearn" && key !== "kms:encryptioncontext:aws:logs:arn") return undefined;
  const arn = parseArn(value);
  return arn !== undefined && arn.service !== "cloudtrail" && isRegion(arn.region) ? arn.region : undefined;
}

/** `s3.us-east-1.amazonaws.com` -> `us-east-1`. */
function regionOfHost(host: string): string | undefined {
  const suffix = DNS_SUFFIXES.find((candidate) => host.endsWith(`.${candidate}`));
  if (suffix === undefined) return undefined;
  const labels = host.slice(0, -suffix.length - 1).split(".");
  return labels.slice(-1).find(isRegion);
}
