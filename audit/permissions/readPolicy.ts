/** The IAM policy that an assessment needs, made of the list of its calls. */
import { type Action, calls, type Purpose } from "../assess/collect/calls";

/** An IAM policy. */
export interface IdentityPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Action: readonly Action[];
    readonly Resource: "*";
  }[];
}

/**
 * One statement a service. Every call is on all keys, trails, alarms, ... of the account, so that no resource can be named.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 * @param purposes choices of an assessment that need more
 */
export function readPolicy(purposes: readonly Purpose[]): IdentityPolicy {
  const actions = (Object.keys(calls) as Action[]).filter((action) => {
    const { onlyFor, needsNoPermission } = calls[action];
    if (needsNoPermission) return false;
    if (onlyFor === undefined || purposes.includes(onlyFor)) return true;
    // The roles of an organization's accounts are assumed, too.
    return onlyFor === "roles" && purposes.includes("organization");
  });
  const services = [...new Set(actions.map(serviceOf))];
  return {
    Version: "2012-10-17",
    Statement: services.map((service) => ({
      Sid: `Assess${sids[service] ?? service}`,
      Effect: "Allow",
      Action: actions.filter((action) => serviceOf(action) === service).sort(),
      Resource: "*",
    })),
  };
}

function serviceOf(action: Action): string {
  return action.slice(0, action.indexOf(":"));
}

const sids: Readonly<Record<string, string>> = {
  kms: "Keys",
  cloudtrail: "Trails",
  cloudwatch: "Alarms",
  logs: "MetricFilters",
  events: "EventRules",
  sns: "Topics",
  s3: "Buckets",
  sts: "Accounts",
  account: "Regions",
  organizations: "Organization",
  securityhub: "SendFindings",
};
