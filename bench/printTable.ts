/** What a bench found, as a table. */
import Table from "cli-table3";
import type { Cost } from "./measure";

/** Prints rows; all columns but the first hold numbers. */
export function printTable(head: string[], rows: string[][]): void {
  const table = new Table({
    head,
    colAligns: head.map((_, index) => (index === 0 ? "left" : "right")),
    style: { head: [] },
  });
  table.push(...rows);
  console.log(table.toString());
}

/** A row of a table with the columns `s`, `CPU s` and `MB`. */
export function costRow(name: string, { seconds, processorSeconds, megabytes }: Cost): string[] {
  return [name, seconds.toFixed(2), processorSeconds.toFixed(2), megabytes.toFixed(0)];
}
