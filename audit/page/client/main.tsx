/// <reference lib="dom" />
/** Takes over the page that the server side has drawn. */
import { hydrate } from "preact";
import type { PageProps } from "../model";
import { App } from "./app";

const root = document.getElementById("app");
const json = document.getElementById("data")?.textContent;
if (root !== null && json !== undefined) hydrate(<App {...(JSON.parse(json) as PageProps)} />, root);
