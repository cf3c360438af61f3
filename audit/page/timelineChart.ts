/** Rotations, deletions and expiries of the coming months as a drawing. */
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { PageData, PageDate } from "./model";

use([BarChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

const MONTHS = 18;

const kinds: readonly { readonly what: PageDate["what"]; readonly name: string }[] = [
  { what: "rotation", name: "rotation" },
  { what: "deletion", name: "deletion" },
  { what: "expiry", name: "expiry of key material" },
];

const colors = {
  light: { text: "#33373d", line: "#d7dbe0", kinds: ["#2563a8", "#b3261e", "#a35a00"] },
  dark: { text: "#d8dce2", line: "#3a4048", kinds: ["#7fb2ec", "#ff8a80", "#f0b35f"] },
} as const;

/** An SVG of bars by month, or nothing where nothing is ahead. */
export function timelineChart({ dates, finishedAt }: PageData, look: keyof typeof colors): string {
  const months = monthsFrom(finishedAt);
  const inSight = dates.filter(({ at }) => months.includes(at.slice(0, 7)));
  if (inSight.length === 0) return "";
  const { text, line, kinds: palette } = colors[look];
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 900, height: 220 });
  chart.setOption({
    animation: false,
    aria: { enabled: true },
    color: [...palette],
    textStyle: { fontFamily: "system-ui, sans-serif", color: text },
    legend: { data: kinds.map(({ name }) => name), textStyle: { color: text }, top: 0, itemGap: 28 },
    grid: { left: 40, right: 10, top: 36, bottom: 28 },
    xAxis: {
      type: "category",
      data: months,
      axisLabel: { color: text },
      axisLine: { lineStyle: { color: line } },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: { color: text },
      splitLine: { lineStyle: { color: line } },
    },
    series: kinds.map(({ what, name }) => ({
      type: "bar",
      name,
      stack: "all",
      data: months.map(
        (month) => inSight.filter((date) => date.what === what && date.at.startsWith(month)).length,
      ),
    })),
  });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  return svg;
}

function monthsFrom(time: string): readonly string[] {
  const start = new Date(time);
  return Array.from({ length: MONTHS }, (_, index) =>
    new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index)).toISOString().slice(0, 7),
  );
}
