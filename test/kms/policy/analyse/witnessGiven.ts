/** Witnesses in short: what a request says beyond what follows from who asks for which key. */
import { analyse } from "../../../../kms/policy/analyse/analyse";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { contextOf, type Request } from "../../../../kms/policy/evaluate/request";
import { type Json, options, policyOf } from "./given";

/** `kms:Decrypt role/outsider of 666666666666 kms:ViaService=s3...`: the request by which the first statement's holder has its first action. */
export function firstWitness(statements: readonly Json[]): string {
  const policy = policyOf(...statements);
  const { permissions } = analyse(policy, options);
  const [permission] = permissions;
  if (permission === undefined) return "nobody";
  const [action = ""] = permission.actions;
  const request = permission.request(action);
  if (decide(policy, request).decision !== "allowed")
    throw new Error(`not allowed: ${JSON.stringify(request)}`);
  return told(request);
}

function told(request: Request): string {
  const { principal, account, organization, action, context } = request;
  const implied = contextOf({ ...request, context: {} });
  const chosen = Object.entries(context)
    .filter(([key]) => !(key in implied) && key !== "aws:userid")
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : value.join("+")}`);
  const who = `${principal.replace(/^arn:aws:iam::\d+:/, "")} of ${account ?? "nobody"}`;
  return [action, who, ...(organization === undefined ? [] : [organization]), ...chosen.sort()].join(" ");
}
