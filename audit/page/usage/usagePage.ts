/** The use of keys as one HTML file. */
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { UsageReport } from "../../usage/report";
import { UsageApp } from "../client/usage/app";
import { htmlDocument } from "../document";
import { findingsChart } from "./findingsChart";
import { usagePageData } from "./model";
import { volumeChart } from "./volumeChart";

/** Writes the page. */
export function usagePage(report: UsageReport): string {
  const data = usagePageData(report);
  const props = { data, charts: { volume: volumeChart(report), findings: findingsChart(data) } };
  return htmlDocument({
    title:
      data.first === null || data.last === null
        ? "Use of KMS keys"
        : `Use of KMS keys, ${dayOf(data.first)} to ${dayOf(data.last)}`,
    body: renderToString(h(UsageApp, props)),
    props,
    script: "usagePage.js",
  });
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
