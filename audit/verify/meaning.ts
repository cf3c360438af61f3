import type { Failure } from "../assess/collect/failure";
import type { Step } from "./step";

/** AWS's code or words -> what it means where something was expected to work. */
const causes: readonly (readonly [RegExp, (step: Pick<Step, "link" | "as" | "region">) => string])[] = [
  [/^WrongAnswer/, ({ link, region }) => `${link} answers in ${region}, but wrongly`],
  [
    /KMS\.NotFound|^NotFoundException/,
    ({ link, region }) =>
      `${link} has no key in ${region}: a replica is missing, or the expectations are old`,
  ],
  [/NoSuchBucket/, ({ link, region }) => `${link} has no bucket in ${region}`],
  [/Disabled/, ({ link, region }) => `the key of ${link} in ${region} is disabled`],
  [
    /pending deletion|pending replica deletion/,
    ({ link, region }) => `the key of ${link} in ${region} is scheduled for deletion`,
  ],
  [/pending import/, ({ link, region }) => `the key of ${link} in ${region} lacks its imported material`],
  [
    /InvalidState/,
    ({ link, region }) => `the key of ${link} in ${region} is in a state in which it cannot be used`,
  ],
  [
    /InvalidCiphertext/,
    ({ link, region }) =>
      `the key of ${link} in ${region} is not related to the one that encrypted, or the encryption context differs`,
  ],
  [/explicit deny in an identity-based/, ({ as }) => `an identity policy of ${as} denies it`],
  [
    /explicit deny in a resource-based/,
    ({ link, region, as }) => `the policy of ${link} in ${region} denies it to ${as}`,
  ],
  [/no identity-based/, ({ as }) => `no identity policy of ${as} allows it`],
  [
    /s3:[A-Za-z]+ .*no resource-based/,
    ({ link, region, as }) => `the bucket policy of ${link} in ${region} does not let ${as} in`,
  ],
  [
    /AccessDenied|NotAuthorized/,
    ({ link, region, as }) =>
      `the key policy or grants of ${link} in ${region} do not let ${as} in (or, where AWS does not say which, an identity policy)`,
  ],
  [/Throttl|SlowDown|Timeout|ECONN|5\d\d/, () => "AWS could not answer: try again"],
];

/** What a step's outcome means, in one sentence. */
export function meaningOf(
  step: Pick<Step, "link" | "as" | "region" | "expected" | "isAsExpected" | "what">,
  failure: Failure | undefined,
): string {
  if (step.isAsExpected) {
    return step.expected === "works" ? "it works, as it should" : "it is refused, as it should be";
  }
  if (failure === undefined) {
    return `${step.as} can ${step.what} with ${step.link} in ${step.region}, and must not`;
  }
  if (step.expected === "refused") {
    return `it failed for another reason than a refusal, so nothing is proven about ${step.link} in ${step.region}`;
  }
  const told = `${failure.code} ${failure.message}`;
  const cause = causes.find(([pattern]) => pattern.test(told))?.[1];
  return cause?.(step) ?? `${step.link} in ${step.region} does not work for ${step.as}`;
}
