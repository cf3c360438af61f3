/** Watches about the use of keys: who tries, what fails, how much. */
import { apiCalls } from "../eventPatterns";
import { is, isNot, records } from "../filterPatterns";
import type { Watch } from "../watch";

const guide = "https://docs.aws.amazon.com/kms/latest/developerguide";

/** Uses, refusals, failures, quotas. */
export function useWatches(): readonly Watch[] {
  return [
    {
      id: "pending-deletion-use",
      severity: "critical",
      title: "Somebody tries to use a key that waits for its deletion",
      whatToDo:
        "Something still needs the key: CancelKeyDeletion and EnableKey, then move whoever called off the key before you delete it.",
      awsPage: `${guide}/deleting-keys-creating-cloudwatch-alarm.html`,
      event: {
        pattern: apiCalls({ errorMessage: [{ wildcard: "*is pending deletion*" }] }),
        readOnlyCalls: true,
      },
      log: { pattern: records([is("errorMessage", "*is pending deletion*")]) },
    },
    {
      id: "denied-administration",
      severity: "normal",
      title: "Somebody was refused a change of a key",
      whatToDo:
        "See who it was and what was tried. A deployment that lost a right is mended; anybody else is asked.",
      awsPage: `${guide}/policy-evaluation.html`,
      event: {
        pattern: apiCalls({ readOnly: [false], errorCode: [{ prefix: "AccessDenied" }] }),
        readOnlyCalls: false,
      },
    },
    {
      id: "denied-requests",
      severity: "normal",
      title: "Many requests to KMS are denied",
      whatToDo:
        "The dashboard names the principals. One principal and one key: a program lost its access. One principal and many keys: somebody is trying doors.",
      awsPage: `${guide}/policy-evaluation.html`,
      log: { pattern: records([is("errorCode", denied)]), threshold: "deniedRequests" },
    },
    {
      id: "failed-requests",
      severity: "normal",
      title: "Many requests to KMS fail",
      whatToDo:
        "The dashboard counts them by error: a disabled key, a wrong encryption context, a missing alias. Ask the callers what they changed.",
      awsPage: `${guide}/ct-decrypt.html`,
      log: {
        pattern: records(["($.errorCode EXISTS)", isNot("errorCode", denied), isNot("errorCode", throttled)]),
        threshold: "failedRequests",
      },
    },
    {
      id: "throttled-requests",
      severity: "normal",
      title: "Requests to KMS are throttled",
      whatToDo:
        "Find the caller (dashboard: requests by key). Turn on S3 bucket keys, cache data keys, or ask for a higher quota.",
      awsPage: `${guide}/throttling.html`,
      log: { pattern: records([is("errorCode", throttled)]), threshold: "throttledRequests" },
    },
    {
      id: "quota-use",
      severity: "normal",
      title: "Requests come near KMS's request quota",
      whatToDo:
        "Ask for a higher quota in Service Quotas now, and look for the key that is used most: beyond the quota KMS throttles everybody in the Region.",
      awsPage: `${guide}/requests-per-second.html`,
      metric: "quota",
    },
    {
      id: "decrypt-volume",
      severity: "normal",
      title: "A key decrypts far more than it usually does",
      whatToDo:
        "See in the trail who decrypts and what (the encryption context names it). A new batch job is fine; a person or an unknown role is not.",
      awsPage: `${guide}/monitoring-cloudwatch.html`,
      metric: "decryptVolume",
    },
  ];
}

const denied = "AccessDenied*";
const throttled = "Throttling*";
