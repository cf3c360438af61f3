/** Rotations, deletions and expiries of the coming months as a drawing. */
import { BarChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type Drawing, drawn, palette } from "./drawing";
import type { PageData, PageDate } from "./model";

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

const MONTHS = 18;

const kinds: readonly { readonly what: PageDate["what"]; readonly name: string }[] = [
  { what: "rotation", name: "rotation" },
  { what: "deletion", name: "deletion" },
  { what: "expiry", name: "expiry of key material" },
];

/** The series' colours of rotation, deletion and expiry. */
const COLORS = [0, 5, 1] as const;

/** Bars by month; empty where nothing is ahead. */
export function timelineChart({ dates, finishedAt }: PageData): Drawing {
  const months = monthsFrom(finishedAt);
  const inSight = dates.filter(({ at }) => months.includes(at.slice(0, 7)));
  if (inSight.length === 0) return { light: "", dark: "" };
  return drawn(220, (look) => {
    const { text, line, series } = palette[look];
    return {
      color: COLORS.map((index) => series[index]),
      textStyle: { fontFamily: "system-ui, sans-serif", color: text },
      legend: {
        data: kinds.map(({ name }) => name),
        textStyle: { color: text },
        top: 0,
        itemGap: 28,
        selectedMode: false,
      },
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
        silent: true,
        data: months.map(
          (month) => inSight.filter((date) => date.what === what && date.at.startsWith(month)).length,
        ),
      })),
    };
  });
}

function monthsFrom(time: string): readonly string[] {
  const start = new Date(time);
  return Array.from({ length: MONTHS }, (_, index) =>
    new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index)).toISOString().slice(0, 7),
  );
}
