/** The assessment as one HTML file. */
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Report } from "../assess/report";
import { App } from "./client/app";
import { htmlDocument } from "./document";
import { pageData } from "./model";
import { timelineChart } from "./timelineChart";

/** Writes the page. */
export function assessmentPage(report: Report): string {
  const data = pageData(report);
  const props = { data, charts: timelineChart(data) };
  return htmlDocument({
    title: `KMS keys, ${data.finishedAt.slice(0, 10)}`,
    body: renderToString(h(App, props)),
    props,
    script: "reportPage.js",
  });
}
