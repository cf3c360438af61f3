/** What trails, filters, alarms, event rules, topics and dashboards say. */
import { type Fact, type ResourceFacts, type TrailFacts, UNKNOWN } from "../facts";
import { consumer } from "./consumers";
import { located } from "./place";
import {
  attempt,
  flag,
  objectOf,
  objectsOf,
  type PulumiResource,
  read,
  reference,
  references,
  text,
  textOf,
  textsOf,
} from "./properties";

/** An `aws.cloudtrail.Trail`. */
export function trail(resource: PulumiResource): ResourceFacts {
  return {
    ...consumer(resource),
    trail: {
      ...located(resource),
      multiRegion: flag(resource, "isMultiRegionTrail", false),
      logging: flag(resource, "enableLogging", true),
      validated: flag(resource, "enableLogFileValidation", false),
      kmsEvents: attempt(() => kmsEventsOf(resource)),
      key: reference(resource, "kmsKeyId"),
      bucket: reference(resource, "s3BucketName"),
    },
  };
}

/**
 * Which calls to KMS a trail with these selectors records.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function kmsEventsOf({
  props,
}: Pick<PulumiResource, "props">): Exclude<TrailFacts["kmsEvents"], typeof UNKNOWN> {
  const advanced = objectsOf(props.advancedEventSelectors);
  if (advanced.length > 0) return ofAdvanced(advanced);
  const selectors = objectsOf(props.eventSelectors);
  if (selectors.length === 0) return "all";
  const recording = selectors.filter(
    ({ includeManagementEvents, excludeManagementEventSources: excluded }) =>
      includeManagementEvents !== false && !textsOf(excluded ?? []).includes("kms.amazonaws.com"),
  );
  const kinds = new Set(recording.map(({ readWriteType }) => (textOf(readWriteType) || "All").toLowerCase()));
  return sum(kinds.has("all") || kinds.has("readonly"), kinds.has("all") || kinds.has("writeonly"));
}

function ofAdvanced(selectors: readonly Readonly<Record<string, unknown>>[]) {
  const recording = selectors
    .map(({ fieldSelectors }) => objectsOf(fieldSelectors))
    .filter(
      (fields) =>
        fields.some(
          ({ field, equals }) => field === "eventCategory" && textsOf(equals ?? []).includes("Management"),
        ) &&
        !fields.some(
          ({ field, notEquals }) =>
            field === "eventSource" && textsOf(notEquals ?? []).includes("kms.amazonaws.com"),
        ) &&
        !fields.some(
          ({ field, equals }) =>
            field === "eventSource" && equals !== undefined && !textsOf(equals).includes("kms.amazonaws.com"),
        ),
    );
  const readOnly = recording.map((fields) => {
    const only = fields.find(({ field }) => field === "readOnly");
    return only === undefined ? undefined : textsOf(only.equals ?? [])[0];
  });
  return sum(
    readOnly.some((value) => value !== "false"),
    readOnly.some((value) => value !== "true"),
  );
}

function sum(reads: boolean, writes: boolean) {
  if (reads && writes) return "all";
  if (reads) return "reads";
  return writes ? "writes" : "none";
}

/** An `aws.cloudwatch.LogMetricFilter`. */
export function metricFilter(resource: PulumiResource): ResourceFacts {
  const transformation = () => objectOf(resource.props.metricTransformation);
  return {
    metricFilter: {
      ...located(resource),
      pattern: text(resource, "pattern") ?? "",
      namespace: attempt(() => textOf(transformation().namespace)),
      metric: attempt(() => textOf(transformation().name)),
    },
  };
}

/** An `aws.cloudwatch.MetricAlarm`. */
export function alarm(resource: PulumiResource): ResourceFacts {
  return {
    alarm: {
      ...located(resource),
      namespace: text(resource, "namespace"),
      metric: text(resource, "metricName"),
      actionsEnabled: flag(resource, "actionsEnabled", true),
      key: reference(resource, "dimensions", () => objectOf(resource.props.dimensions).KeyId),
      actions: references(resource, "alarmActions"),
    },
  };
}

/** An `aws.cloudwatch.EventRule`. */
export function eventRule(resource: PulumiResource): ResourceFacts {
  const enabled = flag(resource, "isEnabled", true);
  return {
    eventRule: {
      ...located(resource),
      pattern: read(resource, "eventPattern", (value) => (typeof value === "string" ? parsed(value) : value)),
      state: text(resource, "state") ?? (enabled === UNKNOWN ? UNKNOWN : enabled ? "ENABLED" : "DISABLED"),
      bus: text(resource, "eventBusName") ?? "default",
    },
  };
}

/** The value that a JSON text holds; undefined where it holds none. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined; // AWS refuses it, and it matches nothing
  }
}

/** An `aws.cloudwatch.EventTarget`. */
export function eventTarget(resource: PulumiResource): ResourceFacts {
  return {
    eventTarget: {
      ...located(resource),
      rule: reference(resource, "rule"),
      target: reference(resource, "arn"),
    },
  };
}

/** An `aws.sns.Topic`. */
export function topic(resource: PulumiResource): ResourceFacts {
  return {
    ...consumer(resource),
    topic: { ...located(resource), key: reference(resource, "kmsMasterKeyId") },
  };
}

/** An `aws.sns.TopicSubscription`. */
export function subscription(resource: PulumiResource): ResourceFacts {
  return { subscription: { ...located(resource), topic: reference(resource, "topic") } };
}

/** An `aws.cloudwatch.Dashboard`. */
export function dashboard(resource: PulumiResource): ResourceFacts {
  return {
    dashboard: { ...located(resource), metrics: metricsOf(text(resource, "dashboardBody")) },
  };
}

/**
 * The metrics that a dashboard's widgets draw.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function metricsOf(body: Fact<string | undefined>) {
  if (body === UNKNOWN) return UNKNOWN;
  const widgets = objectsOf(objectOf(body === undefined ? undefined : parsed(body)).widgets);
  return widgets.flatMap((widget) => {
    const metrics = objectOf(widget.properties).metrics;
    return (Array.isArray(metrics) ? metrics : []).flatMap((metric: unknown) => {
      const [namespace, name] = Array.isArray(metric) ? (metric as unknown[]) : [];
      return typeof namespace === "string" && typeof name === "string" ? [{ namespace, name }] : [];
    });
  });
}
