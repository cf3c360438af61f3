/** How the report for people writes numbers, times, names, tables and bars. */
import Table from "cli-table3";

/** 12345 as 12,345. */
export function number(value: number): string {
  return value.toLocaleString("en");
}

/** An ISO time to the minute. */
export function time(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}

/**
 * The text, with its middle left out where it is too long: both ends of an ARN say something. What would steer the terminal shows as
 * �, since whoever makes a request writes some of these texts.
 */
export function shorten(name: string, length: number): string {
  const text = name.replace(/\p{Cc}/gu, "\ufffd");
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}

/** A table without lines; every column but the first is of numbers. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "" };
  const table = new Table({
    head: [...head],
    colAligns: head.map((name, index) => (index === 0 || name === "key" ? "left" : "right")),
    style: { head: [], border: [], "padding-left": 2, "padding-right": 0 },
    chars: {
      ...none,
      ...{ "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "" },
      ...{ right: "", "right-mid": "", middle: "" },
    },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replace(/[ \t]+$/gm, "");
}

/** One bar a line, the longest as long as the width allows. */
export function barsOf(entries: readonly (readonly [string, number])[], width: number): string {
  const largest = Math.max(...entries.map(([, value]) => value));
  const digits = Math.max(...entries.map(([, value]) => number(value).length));
  const room = width - 2 - 10 - 2 - digits - 2;
  return entries
    .map(([name, value]) => {
      const bar = "█".repeat(Math.max(value > 0 ? 1 : 0, Math.round((room * value) / largest)));
      return `  ${name}  ${number(value).padStart(digits)}  ${bar}`;
    })
    .join("\n");
}
