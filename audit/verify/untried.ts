/** What expectations promise and no step shows. */
import type { Statement } from "../../kms/policy/document";
import { keyPolicyFromJson } from "../../kms/policy/parse";
import { isUser } from "./bucketSteps";
import type { Expectations } from "./expectations";
import { isAmong, type Principal } from "./principal";

/**
 * Tells what is not tried: shares and buckets of which nobody is there, and what shares allow through services, of which only S3 can be
 * tried, by shared buckets.
 * @param consumers who is there
 * @returns one sentence each
 */
export function untried(
  { shares, sharedBuckets }: Pick<Expectations, "shares" | "sharedBuckets">,
  consumers: readonly Principal[],
): readonly string[] {
  return [
    ...Object.entries(shares).flatMap(([key, ofKey]) =>
      Object.entries(ofKey).flatMap(([name, share]) =>
        ofShare(`share ${name} of key ${key}`, share, consumers),
      ),
    ),
    ...Object.entries(sharedBuckets).flatMap(([name, { readers, writers }]) => [
      ...missing(`readers of bucket ${name}`, readers, consumers),
      ...missing(`writers of bucket ${name}`, writers, consumers),
    ]),
  ];
}

type Share = Expectations["shares"][string][string];

function ofShare(
  told: string,
  { principals, identityPolicies }: Share,
  consumers: readonly Principal[],
): string[] {
  if (!consumers.some((who) => isAmong(who, principals)))
    return [`${told}: none of its principals is there (--as)`];
  const statements = Object.values(identityPolicies).flatMap(
    (document) => keyPolicyFromJson(JSON.parse(document)).statements,
  );
  const services = [...new Set(statements.flatMap(servicesOf))].sort();
  if (services.length === 0) return [];
  const others = services.filter((service) => service !== "s3");
  return [
    ...(others.length > 0 ? [`${told} through ${others.join(", ")}: only S3 can be tried`] : []),
    ...(services.includes("s3") ? [`${told} through s3: tried as far as shared buckets go`] : []),
  ];
}

/** `s3.us-east-1.amazonaws.com` -> `s3` */
function servicesOf({ conditions }: Statement): string[] {
  return conditions
    .filter(({ key }) => key.toLowerCase() === "kms:viaservice")
    .flatMap(({ values }) => values.map((value) => value.split(".")[0] ?? value));
}

function missing(
  told: string,
  users: Parameters<typeof isUser>[1],
  consumers: readonly Principal[],
): string[] {
  const isTried = users === undefined || consumers.some((who) => isUser(who, users));
  return isTried ? [] : [`${told}: none of them is there (--as)`];
}
