/** How the page writes numbers, times and names. */

/** 12345 as 12,345. */
export function number(value: number): string {
  return value.toLocaleString("en");
}

/** An ISO time to the minute. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}

/** A principal without the part of its ARN that everybody knows, the account in front. */
export function principalName(principal: string): string {
  return principal.replace(/^arn:[^:]+:(?:iam|sts)::(\d*):/, "$1 ").replace(/^service:/, "");
}
