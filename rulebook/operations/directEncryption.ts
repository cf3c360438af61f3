import { UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** Programs encrypt data with data keys. */
export const directEncryption = keyRule<{ maximumCallsADay: number }>({
  id: "kms-direct-encryption",
  title: "Programs encrypt with data keys and keep them a while",
  area: "Operations",
  severity: "low",
  level: "advisory",
  sight: ["live"],
  rationale:
    "A call of Encrypt or Decrypt for each record costs time, money and request quota; a data key encrypts many records, of any size.",
  remedy: {
    property: "GenerateDataKey with a cache of data keys, as the AWS Encryption SDK has it",
  },
  awsPage: "https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/data-key-caching.html",
  options: {
    maximumCallsADay: wholeNumber("direct calls of Encrypt and Decrypt a day", {
      minimum: 0,
      maximum: 1_000_000_000,
      default: 100_000,
    }),
  },
  check({ live }, { maximumCallsADay }) {
    if (live === undefined) return notApplicable("a key that is only planned has no use to look at");
    if (live.directCallsADay === UNKNOWN) return unknown("direct calls in CloudTrail");
    return live.directCallsADay > maximumCallsADay
      ? violation(`${live.directCallsADay} direct calls of Encrypt and Decrypt a day`)
      : pass;
  },
});
