/** Drawings as SVG texts, made where the page is written. A page holds each of them twice: for a light and for a dark screen. */
import { init, type EChartsCoreOption } from "echarts/core";

/** The screen that a drawing is for. */
export type Look = "light" | "dark";

/** A drawing for either screen; empty where there is nothing to draw. */
export interface Drawing {
  readonly light: string;
  readonly dark: string;
}

/** Colours that differ by the screen; those of severities are page.css's. */
export const palette = {
  light: {
    text: "#33373d",
    line: "#d7dbe0",
    series: [
      ...["#2563a8", "#a35a00", "#1c6b34", "#7b4bb5", "#0b7285", "#b3261e", "#6b6f00", "#8a3a68"],
      "#7a818b",
    ],
    severities: ["#8f1d15", "#d9590a", "#c08a00", "#5f7488", "#9aa4af"],
  },
  dark: {
    text: "#d8dce2",
    line: "#3a4048",
    series: [
      ...["#7fb2ec", "#f0b35f", "#7fd69a", "#c5a3f0", "#6fcfe0", "#ff8a80", "#d6d76a", "#f0a3cd"],
      "#8d959f",
    ],
    severities: ["#ff6f61", "#ffb07c", "#f0d074", "#8fa6bd", "#6d7782"],
  },
} as const satisfies Readonly<Record<Look, object>>;

/**
 * Draws for both screens.
 * @param height pixels where the drawing is 900 wide
 */
export function drawn(height: number, optionFor: (look: Look) => EChartsCoreOption): Drawing {
  return { light: svgOf(height, optionFor("light")), dark: svgOf(height, optionFor("dark")) };
}

function svgOf(height: number, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 900, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  return svg;
}
