import assert from "node:assert/strict";
import type { MonitoringArgs } from "../../../components/monitoring/args";
import { planDashboard, planMonitoring } from "../../../components/monitoring/plan";
import { type Dashboard, dashboardSchema } from "./dashboardSchema";
import { publishedByAws, quotaGroups } from "./publishedMetrics";
import { baseline, watchedKey, withoutLog } from "./settings";

function dashboardOf(args: MonitoringArgs = baseline): Dashboard {
  const name = args.logGroup === undefined ? undefined : "/trail";
  return dashboardSchema.parse(JSON.parse(planDashboard(args, planMonitoring(args), name)));
}

const titles = ({ widgets }: Dashboard) =>
  widgets.flatMap(({ properties }) => ("title" in properties ? [properties.title] : []));

const withoutLogGroup = withoutLog(baseline);
const { alarms, watches } = planMonitoring(baseline);
/** `kms-foundation/test denied-requests`: what the metric filters make. */
const made = watches.flatMap(({ id, log }) => (log === undefined ? [] : [`kms-foundation/test ${id}`]));

const estates: Readonly<Record<string, MonitoringArgs>> = {
  "the baseline": baseline,
  "an estate without a log group": withoutLogGroup,
  "what is critical alone": { ...baseline, watch: "critical" },
  "an estate without keys": { ...withoutLogGroup, keys: {} },
  "five Regions and many keys": {
    ...baseline,
    keys: Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `key-${index}`,
        watchedKey(`key-${index}`, ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1"]),
      ]),
    ),
  },
};

describe("the dashboard", () => {
  for (const [what, args] of Object.entries(estates)) {
    it(`is valid by CloudWatch's documented structure for ${what}, within the grid and without overlap`, () => {
      const { widgets } = dashboardOf(args);
      const taken = new Set<string>();
      for (const { x, y, width, height } of widgets) {
        assert.ok(x + width <= 24);
        for (let column = x; column < x + width; column += 1)
          for (let row = y; row < y + height; row += 1) {
            assert.equal(taken.has(`${column},${row}`), false, `${column},${row}`);
            taken.add(`${column},${row}`);
          }
      }
    });
  }

  it("shows, Region by Region, requests by operation and by key and the use of the quotas", () => {
    const shown = titles(dashboardOf());
    for (const region of ["us-east-1", "eu-west-1"])
      for (const title of [
        "Requests by operation",
        "Requests by key, the ten most used",
        "Use of the request quotas",
      ])
        assert.ok(shown.includes(`${title}, ${region}`), title);
  });

  it("shows failures by error, the denied principals and the deletions of all Regions", () => {
    const shown = titles(dashboardOf());
    for (const title of ["Failures", "Failures by error", "Denied principals", "Deletions and disabled keys"])
      assert.ok(shown.includes(`${title}, all Regions`), title);
  });

  it("shows the state of every alarm", () => {
    const { widgets } = dashboardOf();
    const shown = widgets.flatMap((widget) => (widget.type === "alarm" ? widget.properties.alarms : []));
    const planned = alarms.map(
      ({ region, name }) => `arn:aws:cloudwatch:${region}:111111111111:alarm:${name}`,
    );
    assert.deepEqual([...shown].sort(), planned.sort());
  });

  it("says what to do about every watch", () => {
    const { widgets } = dashboardOf();
    const text = widgets
      .flatMap((widget) => (widget.type === "text" ? widget.properties.markdown : []))
      .join("\n");
    for (const { title, whatToDo } of watches) assert.ok(text.includes(`${title} | ${whatToDo} |`), title);
  });

  it("says why there are no tables where there is no log group", () => {
    const { widgets } = dashboardOf(withoutLogGroup);
    assert.equal(
      widgets.some(({ type }) => type === "log"),
      false,
    );
    assert.match(JSON.stringify(widgets), /No log group of CloudTrail is set/);
  });

  it("depends on settings alone, so that a preview knows it before any key exists", () => {
    const unknown = Object.fromEntries(
      Object.entries(baseline.keys).map(([name, key]) => [name, { ...key, keyId: "other", arns: {} }]),
    );
    assert.deepEqual(dashboardOf({ ...baseline, keys: unknown }), dashboardOf());
  });
});

describe("every metric", () => {
  it("of the dashboard is one that AWS publishes or that a metric filter makes", () => {
    const { widgets } = dashboardOf();
    const metrics = widgets.flatMap((widget) =>
      widget.type === "metric" ? widget.properties.metrics.flatMap(metricsIn) : [],
    );
    assert.ok(metrics.length > 10);
    metrics.forEach(assertExists);
  });

  it("of the alarms is one that AWS publishes or that a metric filter makes", () => {
    const metrics = alarms.flatMap(({ condition }) => {
      const { namespace, metricName, dimensions, metricQueries } = condition;
      const single = namespace === undefined ? [] : [{ namespace, metricName, dimensions }];
      return [...single, ...(metricQueries ?? []).flatMap(({ metric }) => metric ?? [])];
    });
    assert.equal(metrics.length, alarms.length);
    for (const { namespace = "", metricName = "", dimensions = {} } of metrics)
      assertExists({ name: `${namespace} ${metricName}`, dimensions });
  });

  it("that a metric filter makes has an alarm of its own", () => {
    const alarmed = alarms.map(
      ({ condition }) => `${String(condition.namespace)} ${String(condition.metricName)}`,
    );
    assert.ok(made.length > 10);
    assert.deepEqual(
      made.filter((name) => !alarmed.includes(name)),
      [],
    );
  });
});

interface UsedMetric {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

function assertExists({ name, dimensions }: UsedMetric): void {
  if (made.includes(name)) {
    assert.deepEqual(dimensions, {}, name);
    return;
  }
  assert.deepEqual(Object.keys(dimensions).sort(), publishedByAws[name], name);
  if (name !== "AWS/Usage CallCount") return;
  const { Resource = "", ...rest } = dimensions;
  assert.ok(quotaGroups.includes(String(Resource)), String(Resource));
  assert.deepEqual(rest, { Class: "None", Service: "KMS", Type: "API" });
}

/** The metrics of a line, those in the text of a query included. */
function metricsIn(line: readonly unknown[]): readonly UsedMetric[] {
  const [first] = line;
  if (typeof first === "string") {
    const [namespace = "", metric = "", ...pairs] = line.filter((part) => typeof part === "string");
    const dimensions = Object.fromEntries(
      pairs.flatMap((part, index) => (index % 2 === 0 ? [[part, pairs[index + 1] ?? ""]] : [])),
    );
    return [{ name: `${namespace} ${metric}`, dimensions }];
  }
  const { expression } = first as { expression: string };
  const query = /^SELECT \w+\((\w+)\) FROM SCHEMA\("([^"]+)", ([^)]+)\) GROUP BY (\w+) /.exec(expression);
  if (query === null) {
    assert.match(expression, /^(\w+)\/SERVICE_QUOTA\(\1\)\*100$/); // of metrics that stand beside it
    return [];
  }
  const [, metric = "", namespace = "", schema = "", group = ""] = query;
  const names = schema.split(", ");
  assert.ok(names.includes(group), expression);
  return [
    { name: `${namespace} ${metric}`, dimensions: Object.fromEntries(names.map((name) => [name, ""])) },
  ];
}
