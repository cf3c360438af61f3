/** Requests and conditions in words. */
import { parseArn } from "../../arn";
import { DNS_SUFFIXES } from "../../partitions";
import type { Condition } from "../document";
import { parseOperator } from "../evaluate/operators";
import type { Request, RequestContext } from "../evaluate/request";

/** Whether a witness stands for people nobody named, or for those it names. */
export type Standing = "anyone" | "named";

/** `anyone in any AWS account can call kms:Decrypt through S3 in us-east-1`. */
export function tellRequest(request: Request, standing: Standing = "named"): string {
  const how = circumstancesOf(request.context);
  return [`${tellCaller(request, standing)} can call ${request.action}`, ...how].join(" ");
}

/** `role reader of account 999988887777`. */
export function tellCaller(request: Request, standing: Standing = "named"): string {
  const { principalType, principal, organization, account } = request;
  if (principalType === "Service") return `the service ${principal}, whoever it acts for,`;
  if (principalType === "Federated")
    return standing === "anyone"
      ? `anyone who signs in with ${principal}`
      : `whoever signs in with ${principal}`;
  if (principalType !== "AWS")
    return principalType === "Anonymous" ? "anyone, unsigned," : `canonical user ${principal}`;
  if (standing === "anyone")
    return organization === undefined
      ? "anyone in any AWS account"
      : `anyone in organization ${organization}`;
  const name = nameOf(principal);
  if (name !== undefined) return inOrganization(name, organization);
  return inOrganization(`any principal of account ${account ?? ""}`, organization);
}

function inOrganization(who: string, organization: string | undefined): string {
  return organization === undefined ? who : `${who} in organization ${organization}`;
}

/** Personas that stand for a whole account have no name worth telling. */
const NAMELESS = new Set(["colleague", "outsider"]);

function nameOf(principal: string): string | undefined {
  const arn = parseArn(principal);
  if (arn === undefined) return principal;
  const [kind = "", ...rest] = arn.resource.split("/");
  const name = rest.join("/");
  if (NAMELESS.has(name)) return undefined;
  if (kind === "root") return `the root user of account ${arn.account}`;
  const kinds: Readonly<Record<string, string>> = {
    user: "user",
    role: "role",
    "assumed-role": "session",
    "federated-user": "federated user",
  };
  return `${kinds[kind] ?? kind} ${name} of account ${arn.account}`;
}

/** What follows from who calls, or is always so, is not worth a word. */
const SILENT = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalorgid",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:principaltype",
  "aws:requestedregion",
  "aws:resourceaccount",
  "aws:resourceorgid",
  "aws:securetransport",
  "aws:userid",
  "aws:username",
  "kms:calleraccount",
]);

function circumstancesOf(context: RequestContext): readonly string[] {
  const told = Object.entries(context).flatMap(([key, value]) =>
    SILENT.has(key.toLowerCase())
      ? []
      : [circumstance(key, typeof value === "string" ? value : value.join(", "))],
  );
  return told.map((text, index) => (index === 0 ? text : `and ${text}`));
}

function circumstance(key: string, value: string): string {
  const lower = key.toLowerCase();
  if (lower === "kms:viaservice") return `through ${serviceName(value)}`;
  if (lower === "aws:sourceip") return `from address ${value}`;
  if (lower === "aws:sourcevpc") return `from VPC ${value}`;
  if (lower === "aws:sourcevpce") return `through VPC endpoint ${value}`;
  if (lower.startsWith("kms:encryptioncontext:")) return `with encryption context ${key.slice(22)}=${value}`;
  return `with ${key} ${value}`;
}

const serviceNames: Readonly<Record<string, string>> = {
  autoscaling: "Auto Scaling",
  dynamodb: "DynamoDB",
  ec2: "EC2",
  lambda: "Lambda",
  logs: "CloudWatch Logs",
  rds: "RDS",
  redshift: "Redshift",
  s3: "S3",
  secretsmanager: "Secrets Manager",
  sns: "SNS",
  sqs: "SQS",
  ssm: "Systems Manager",
};

/** `s3.us-east-1.amazonaws.com` -> `S3 in us-east-1`. */
function serviceName(host: string): string {
  const suffix = DNS_SUFFIXES.find((candidate) => host.endsWith(`.${candidate}`));
  if (suffix === undefined) return host;
  const [service = "", region] = host.slice(0, -suffix.length - 1).split(".");
  const name = serviceNames[service] ?? service;
  return region === undefined ? name : `${name} in ${region}`;
}

const verbs: Readonly<Record<string, string>> = {
  StringEquals: "is",
  StringNotEquals: "is not",
  StringEqualsIgnoreCase: "is, in any case,",
  StringNotEqualsIgnoreCase: "is not, in any case,",
  StringLike: "is like",
  StringNotLike: "is not like",
  ArnEquals: "is like",
  ArnLike: "is like",
  ArnNotEquals: "is not like",
  ArnNotLike: "is not like",
  Bool: "is",
  IpAddress: "is within",
  NotIpAddress: "is outside",
  NumericEquals: "is",
  NumericNotEquals: "is not",
  NumericLessThan: "is below",
  NumericLessThanEquals: "is at most",
  NumericGreaterThan: "is above",
  NumericGreaterThanEquals: "is at least",
  DateLessThan: "is before",
  DateLessThanEquals: "is not after",
  DateGreaterThan: "is after",
  DateGreaterThanEquals: "is not before",
};

/** `kms:ViaService is s3.us-east-1.amazonaws.com, if it is there`. */
export function tellCondition({ operator, key, values }: Condition): string {
  const known = parseOperator(operator);
  if (known?.comparison.family === "null")
    return values.includes("true") ? `${key} is not there` : `${key} is there`;
  const bare = operator.replace(/^[^:]*:/, "").replace(/IfExists$/i, "");
  const whose =
    known?.quantifier === undefined
      ? key
      : `${known.quantifier === "forAllValues" ? "every value" : "some value"} of ${key}`;
  const optional = known?.ifExists === true ? ", if it is there" : "";
  return `${whose} ${verbs[bare] ?? bare} ${values.join(" or ")}${optional}`;
}
