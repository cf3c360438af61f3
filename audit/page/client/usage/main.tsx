/// <reference lib="dom" />
/** Takes over the page that the server side has drawn. */
import { hydrate } from "preact";
import type { UsagePageProps } from "../../usage/model";
import { UsageApp } from "./app";

const root = document.getElementById("app");
const json = document.getElementById("data")?.textContent;
if (root !== null && json !== undefined)
  hydrate(<UsageApp {...(JSON.parse(json) as UsagePageProps)} />, root);
