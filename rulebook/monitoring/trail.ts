import { type Estate, type Fact, type TrailFacts, UNKNOWN } from "../facts";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";

/** Every call to KMS is on record. */
export const trail = estateRule<{ required: boolean }>({
  id: "kms-trail",
  title: "A trail of all Regions records every call to KMS",
  area: "Monitoring",
  severity: "high",
  level: "advisory",
  rationale:
    "Without CloudTrail nobody can say who used a key. A trail that leaves KMS out, as many do to save its volume, looks complete and is not.",
  remedy: {
    property:
      "a Trail with isMultiRegionTrail, enableLogging and enableLogFileValidation, and no selector that leaves kms.amazonaws.com out",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html",
  standards: {
    cis: ["3.1", "3.2"],
    fsbp: ["CloudTrail.1", "CloudTrail.4"],
    nist: ["AU-2", "AU-3", "AU-12"],
    pci: ["10.2.1"],
  },
  options: {
    required: {
      description:
        "whether a stack without a trail breaks the rule, as an account that lives does; elsewhere an organization's trail may record it",
      schema: { type: "boolean" },
      default: false,
    },
  },
  check(estate, { required }) {
    const { trail: trails } = estate;
    if (trails.length === 0) return [{ verdict: withoutTrail(estate, required) }];
    const found = trails.map((one) => ({ one, faults: faultsOf(one) }));
    if (found.some(({ faults }) => faults.length === 0))
      return found.map(({ one }) => ({ resource: one.resource, verdict: pass }));
    return found.map(({ one, faults }): EstateVerdict => {
      const gaps = faults.filter((fault) => fault !== undefined);
      return {
        resource: one.resource,
        verdict:
          gaps.length === 0 ? unknown("set-up of the trail") : violation(`the trail ${gaps.join(", ")}`),
      };
    });
  },
});

/** A stack may leave the trail to another; in an account that lives, an organization's trail would be seen, too. */
function withoutTrail({ key: keys, gap: gaps }: Estate, required: boolean): Verdict {
  const isLive = keys.some(({ live }) => live !== undefined);
  if (isLive && gaps.some(({ calls }) => calls.some(({ action }) => action === "cloudtrail:DescribeTrails")))
    return unknown("trails");
  if (required || isLive) return violation("there is no trail");
  return notApplicable("there is no trail here, and none is required");
}

/** What is wrong with a trail; undefined stands for something that is not known. */
function faultsOf({ multiRegion, logging, validated, kmsEvents }: TrailFacts): (string | undefined)[] {
  const missing = (fact: Fact<boolean>, fault: string): (string | undefined)[] => {
    if (fact === UNKNOWN) return [undefined];
    return fact ? [] : [fault];
  };
  return [
    ...missing(multiRegion, "records one Region alone"),
    ...missing(logging, "does not log"),
    ...missing(validated, "does not validate its files"),
    ...missing(
      kmsEvents === UNKNOWN ? UNKNOWN : kmsEvents === "all",
      kmsEvents === UNKNOWN || kmsEvents === "all" ? "" : leftOut[kmsEvents],
    ),
  ];
}

const leftOut = {
  none: "leaves out the calls to KMS",
  writes: "leaves out the read-only calls to KMS, such as Decrypt",
  reads: "leaves out the calls that change keys",
} as const;
