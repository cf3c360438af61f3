/** Requests by operation over time, by the hour where the events span a week or less, else by the day. */
import { BarChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Counts, UsageReport } from "../../usage/report";
import { type Drawing, drawn, palette } from "../drawing";
import { timeline } from "./timeSteps";

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

/** Operations with a colour of their own; the others share one. */
const NAMED = 8;
const OTHERS = "others";

type Volume = Pick<UsageReport, "byHourAndEventName" | "byDayAndEventName" | "byEventName">;

/** Stacked bars; empty where there is nothing. */
export function volumeChart({ byHourAndEventName, byDayAndEventName, byEventName }: Volume): Drawing {
  const counts: Readonly<Record<string, Counts>> =
    Object.keys(byHourAndEventName).length > 0 ? byHourAndEventName : byDayAndEventName;
  const steps = timeline(Object.keys(counts));
  if (steps.length === 0) return { light: "", dark: "" };
  const named = Object.keys(byEventName).slice(0, NAMED);
  const others = Object.keys(byEventName).length > NAMED ? [OTHERS] : [];
  return drawn(280, (look) => {
    const { text, line, series } = palette[look];
    return {
      color: [...series.slice(0, named.length), ...others.map(() => series[NAMED])],
      textStyle: { fontFamily: "system-ui, sans-serif", color: text },
      legend: { textStyle: { color: text }, top: 0, itemGap: 14, selectedMode: false },
      grid: { left: 56, right: 10, top: 64, bottom: 28 },
      xAxis: {
        type: "category",
        data: steps.map((step) => step.replace("T", " ").replace(/ \d\d$/, "$&:00")),
        axisLabel: { color: text },
        axisLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        axisLabel: { color: text },
        splitLine: { lineStyle: { color: line } },
      },
      series: [...named, ...others].map((name) => ({
        type: "bar",
        name,
        stack: "all",
        silent: true,
        barMaxWidth: 40,
        data: steps.map((step) => eventsOf(counts[step] ?? {}, name, named)),
      })),
    };
  });
}

function eventsOf(counts: Counts, name: string, named: readonly string[]): number {
  if (name !== OTHERS) return counts[name] ?? 0;
  return Object.entries(counts).reduce((sum, [one, events]) => (named.includes(one) ? sum : sum + events), 0);
}
