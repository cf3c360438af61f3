import { type Fact, UNKNOWN } from "../facts";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";

/** https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html */
const published: ReadonlySet<string> = new Set([
  ...["SecondsUntilKeyMaterialExpiration", "SuccessfulRequest"],
  ...["XksExternalKeyManagerStates", "XksProxyCertificateDaysToExpire", "XksProxyCredentialAge"],
  ...["XksProxyErrors", "XksProxyLatency"],
]);

/** No alarm and no dashboard waits for a metric that never comes. */
export const metricExists = estateRule({
  id: "kms-metric-exists",
  title: "Alarms and dashboards use metrics that KMS publishes",
  area: "Monitoring",
  severity: "medium",
  level: "advisory",
  rationale:
    "An alarm on a metric that does not exist, such as NumberOfRequestsFailed, never goes off; KMS has no metric of failures at all.",
  remedy: {
    property:
      "SuccessfulRequest or SecondsUntilKeyMaterialExpiration of AWS/KMS, CallCount of AWS/Usage, or a metric filter for failures",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html",
  standards: { nist: ["SI-4"] },
  check: ({ alarm: alarms, dashboard: dashboards }) => [
    ...alarms.map(({ resource, namespace, metric }): EstateVerdict => ({
      resource,
      verdict: verdictOn(
        namespace === UNKNOWN || metric === UNKNOWN
          ? UNKNOWN
          : [{ namespace: namespace ?? "", name: metric ?? "" }],
      ),
    })),
    ...dashboards.map(({ resource, metrics }): EstateVerdict => ({ resource, verdict: verdictOn(metrics) })),
  ],
});

function verdictOn(metrics: Fact<readonly { readonly namespace: string; readonly name: string }[]>): Verdict {
  if (metrics === UNKNOWN) return unknown("metric");
  const ofKms = metrics.filter(({ namespace }) => namespace === "AWS/KMS");
  if (ofKms.length === 0) return notApplicable("it uses no metric of KMS");
  const missing = [...new Set(ofKms.map(({ name }) => name))].filter((name) => !published.has(name));
  return missing.length === 0 ? pass : violation(`AWS/KMS has no metric ${missing.join(", ")}`);
}
