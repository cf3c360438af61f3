import { isReference, type ConsumerFacts, type Estate, resolve, UNKNOWN } from "../facts";
import { textList } from "../options";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";

interface Demanded {
  readonly kinds: readonly string[];
}

/** Data is under keys that the customer governs. */
export const defaultKey = estateRule<Demanded>({
  id: "kms-default-key",
  title: "Resources that hold data use a customer key",
  area: "Operations",
  severity: "low",
  level: "disabled",
  rationale:
    "AWS's own keys (alias/aws/...) have policies that nobody can change: they cannot be shared across accounts, disabled or watched.",
  remedy: {
    property: "the resource's key property, with a customer key (output keys.<name>.arns of this stack)",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-mgmt",
  standards: { nist: ["SC-12", "SC-28"], pci: ["3.5.1"] },
  options: { kinds: textList("kinds of resource that must, such as bucket or queue; all, where empty") },
  check: (estate, demanded) =>
    estate.consumer
      .filter((one) => one.key !== undefined || !isEncryptedApart(one, estate))
      .map((one): EstateVerdict => ({ resource: one.resource, verdict: verdictOn(one, demanded) })),
});

function verdictOn({ kind, property, key }: ConsumerFacts, { kinds }: Demanded): Verdict {
  if (kinds.length > 0 && !kinds.includes(kind)) return notApplicable(`a ${kind} need not`);
  if (key === UNKNOWN) return unknown(`${property} of the ${kind}`);
  if (key === undefined) return violation(`the ${kind} names no key (${property})`);
  return key.to === "text" && /(^|:)alias\/aws\//.test(key.text)
    ? violation(`the ${kind} uses ${key.text}, which is AWS's own (${property})`)
    : pass;
}

/** Whether another resource says what a bucket is encrypted with: then that one is judged. */
function isEncryptedApart(one: ConsumerFacts, { consumer: consumers }: Estate): boolean {
  return consumers.some(
    (other) => other !== one && isReference(other.bucket) && resolve(other.bucket, [one]) !== undefined,
  );
}
