/** Findings on a timeline: a row for each detection, a dot where it fired, larger where it fired more often. */
import { ScatterChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { severities } from "../../usage/detections/detection";
import { type Drawing, drawn, palette } from "../drawing";
import type { UsagePageData } from "./model";

use([ScatterChart, GridComponent, SVGRenderer]);

/** Parts that the time is cut into: findings of a part share a dot. */
const PARTS = 72;
/** Milliseconds. */
const DAY = 86_400_000;
/** Characters that a row's name may have. */
const LABEL = 40;
/** Pixels. */
const [ROW, MARGIN] = [26, 60];

/** The drawing; empty where there are no findings. */
export function findingsChart({ detections, findings, first, last }: Chart): Drawing {
  if (findings.length === 0 || first === null || last === null) return { light: "", dark: "" };
  const times = findings.map((finding) => Date.parse(finding.first));
  const start = Math.min(Date.parse(first), ...times.slice(0, 1));
  const end = Math.max(Date.parse(last), start + 1);
  const part = (end - start) / PARTS;
  const dots = new Map<string, { row: number; at: number; severity: number; findings: number }>();
  findings.forEach(({ detection, severity }, index) => {
    const at = Math.floor(((times[index] ?? start) - start) / part);
    const key = `${detection} ${at}`;
    const dot = dots.get(key) ?? { row: detection, at, severity: severities.length, findings: 0 };
    dot.severity = Math.min(dot.severity, severities.indexOf(severity));
    dot.findings += 1;
    dots.set(key, dot);
  });
  return drawn(MARGIN + ROW * detections.length, (look) => {
    const { text, line, severities: colors } = palette[look];
    return {
      useUTC: true,
      textStyle: { fontFamily: "system-ui, sans-serif", color: text },
      grid: { left: 300, right: 20, top: 10, bottom: 30 },
      xAxis: {
        type: "time",
        min: start,
        max: end,
        axisLabel: {
          color: text,
          hideOverlap: true,
          formatter: end - start > 2 * DAY ? "{yyyy}-{MM}-{dd}" : "{MM}-{dd} {HH}:{mm}",
        },
        axisLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: detections.map(({ id, title }) => shortened(`${id} ${title}`)),
        axisLabel: { color: text, interval: 0 },
        axisTick: { show: false },
        splitLine: { show: true, lineStyle: { color: line } },
      },
      series: {
        type: "scatter",
        silent: true,
        data: [...dots.values()].map(({ row, at, severity, findings: count }) => ({
          value: [start + (at + 0.5) * part, row],
          symbolSize: Math.min(9 + 3 * Math.sqrt(count), 24),
          itemStyle: { color: colors[severity], opacity: 0.9 },
        })),
      },
    };
  });
}

function shortened(text: string): string {
  return text.length <= LABEL ? text : `${text.slice(0, LABEL - 1)}…`;
}

type Chart = Pick<UsagePageData, "detections" | "findings" | "first" | "last">;
