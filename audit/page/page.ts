/** The report as one HTML file that asks for nothing from outside. */
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Report } from "../assess/report";
import { asset } from "./assets";
import { App } from "./client/app";
import { pageData } from "./model";
import { timelineChart } from "./timelineChart";

/** Writes the page. */
export function assessmentPage(report: Report): string {
  const data = pageData(report);
  const charts = { light: timelineChart(data, "light"), dark: timelineChart(data, "dark") };
  const body = renderToString(h(App, { data, charts }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>KMS keys, ${data.finishedAt.slice(0, 10)}</title>
<style>${asset("reportPage.css")}</style>
</head>
<body>
<div id="app">${body}</div>
<script type="application/json" id="data">${inScript(JSON.stringify({ data, charts }))}</script>
<script>${asset("reportPage.js")}</script>
</body>
</html>
`;
}

/** Nothing that comes from an account may end the script that holds it. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
