/** One HTML file that asks for nothing from outside: what is drawn already, the data it is drawn from, and the script that takes over. */
import { asset, type Script } from "./assets";

/** What a page is made of. */
export interface Document {
  readonly title: string;
  /** The HTML of the page as it is before its script runs. */
  readonly body: string;
  /** What the script draws it from again. */
  readonly props: object;
  readonly script: Script;
}

/** Writes the file. */
export function htmlDocument({ title, body, props, script }: Document): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<style>${asset("page.css")}</style>
</head>
<body>
<div id="app">${body}</div>
<script type="application/json" id="data">${inScript(JSON.stringify(props))}</script>
<script>${asset(script)}</script>
</body>
</html>
`;
}

/** Nothing that comes from an account may end the script that holds it. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
