import { dnsSuffixOf, partitionOf } from "../../../kms/partitions";
import type { RequestContext } from "../../../kms/policy/evaluate/request";

/** Where a request comes from. */
export interface Origin {
  readonly accessKeyId: string;
  /** The Region that is asked. */
  readonly region: string;
  /** The client's IP address. */
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/**
 * The condition keys that a request carries by its origin. The local endpoint's HTTP stands for AWS's HTTPS.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function originContext({ region, address, userAgent }: Origin, now = new Date()): RequestContext {
  return {
    ...timeContext(now),
    "aws:RequestedRegion": region,
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    ...(address !== undefined && { "aws:SourceIp": address.replace(/^::ffff:/, "") }),
    ...(userAgent !== undefined && { "aws:UserAgent": userAgent }),
  };
}

/** The same for a request that a service makes on a caller's behalf: neither address nor client are known there. */
export function serviceContext(service: string, region: string, now = new Date()): RequestContext {
  return {
    ...timeContext(now),
    "aws:RequestedRegion": region,
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "true",
    "kms:ViaService": `${service}.${region}.${dnsSuffixOf(partitionOf(region) ?? "aws")}`,
  };
}

function timeContext(now: Date): RequestContext {
  return {
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
  };
}
