import { type EstateVerdict, estateRule, pass, violation } from "../rule";

/** What could not be looked at is not in order. */
export const assessmentError = estateRule({
  id: "kms-assessment-error",
  title: "Everything about keys can be read",
  area: "Operations",
  severity: "high",
  level: "mandatory",
  sight: ["live"],
  rationale:
    "What an assessment may not read, or what failed while it read, may hide anything: it is told, and never taken to be in order.",
  remedy: {
    property:
      "the permissions that kms-audit permissions prints for the assessing role, in IAM and, where a key policy does not delegate to IAM, in that key policy; then another run",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html",
  standards: { nist: ["CA-7", "RA-5"] },
  check({ key: keys, gap: gaps }) {
    const incomplete = new Set(gaps.map(({ resource }) => resource.id));
    return [
      ...gaps.map(({ resource, region, calls }): EstateVerdict => ({
        resource,
        region,
        verdict: violation(calls.map(({ action, problem }) => `${action} failed: ${problem}`).join("; ")),
      })),
      ...keys
        .filter(({ resource }) => !incomplete.has(resource.id))
        .map(({ resource }): EstateVerdict => ({ resource, verdict: pass })),
    ];
  },
});
