/** What the trail's log group tells of all Regions at once: failures, the denied, deletions. */
import { metricNamespace } from "../names";
import type { Watch } from "../watch";
import type { Row, Widget } from "./layout";

/** Where the records of CloudTrail are. */
export interface TrailLog {
  readonly name: string;
  readonly region: string;
}

/** Failures as numbers and by error, the principals that were denied, and what happened to keys. */
export function trailRows(log: TrailLog, environment: string, watches: readonly Watch[]): readonly Row[] {
  const { failures, acts } = metricsOf(watches);
  return [
    {
      height: 6,
      widgets: [
        ...(failures.length === 0 ? [] : [counts(log, environment, "Failures", failures)]),
        query(log, "Failures by error", "bar", [
          "filter eventSource = 'kms.amazonaws.com' and ispresent(errorCode)",
          "stats count(*) as requests by errorCode",
          "sort requests desc",
        ]),
        query(log, "Denied principals", "table", [
          "filter eventSource = 'kms.amazonaws.com' and errorCode like /^AccessDenied/",
          "stats count(*) as requests, count_distinct(errorMessage) as doors, max(@timestamp) as latest by " +
            "coalesce(userIdentity.sessionContext.sessionIssuer.arn, userIdentity.arn, userIdentity.invokedBy) as principal, eventName",
          "sort requests desc",
          "limit 20",
        ]),
      ],
    },
    {
      height: 6,
      widgets: [
        ...(acts.length === 0 ? [] : [counts(log, environment, "What is critical", acts)]),
        query(log, "Deletions and disabled keys", "table", [
          "filter eventSource = 'kms.amazonaws.com'",
          "filter eventName in ['ScheduleKeyDeletion', 'CancelKeyDeletion', 'DisableKey', 'EnableKey', 'DeleteKey', 'DeleteImportedKeyMaterial', 'DeleteExpiredKeyMaterial']",
          "fields eventTime, awsRegion, eventName, errorCode, userIdentity.arn as principal, coalesce(resources.0.ARN, requestParameters.keyId) as key",
          "sort eventTime desc",
          "limit 20",
        ]),
      ],
    },
  ];
}

function metricsOf(watches: readonly Watch[]) {
  const fromLog = watches.filter(({ log }) => log !== undefined);
  return {
    failures: fromLog.filter(({ log }) => log?.threshold !== undefined),
    acts: fromLog.filter(({ log, severity }) => log?.threshold === undefined && severity === "critical"),
  };
}

function counts({ region }: TrailLog, environment: string, title: string, watches: readonly Watch[]): Widget {
  return {
    type: "metric",
    properties: {
      title: `${title}, all Regions`,
      region,
      view: "timeSeries",
      period: 300,
      stat: "Sum",
      metrics: watches.map(({ id }) => [metricNamespace({ environment }), id, { label: id }]),
      yAxis: { left: { min: 0, label: "In 5 minutes", showUnits: false } },
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
function query(
  { name, region }: TrailLog,
  title: string,
  view: "bar" | "table",
  commands: readonly string[],
): Widget {
  return {
    type: "log",
    properties: {
      title: `${title}, all Regions`,
      region,
      view,
      query: [`SOURCE '${name}'`, ...commands].join(" | "),
    },
  };
}
