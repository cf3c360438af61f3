/** A statement as it stands in the text. */
import type { Statement } from "../../kms/policy/document";

/** Longer statements and lines are cut: the reader has the file. */
const MOST_LINES = 16;
const LONGEST_LINE = 160;

/** The statement's lines with their numbers, its common indentation taken off. */
export function quote({ source }: Statement, text: string): string {
  if (source === undefined) return "";
  const lines = text.split(/\r?\n/).slice(source.line - 1, source.endLine);
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  const shown =
    source.line === source.endLine
      ? lines.map((line) => line.slice(source.column - 1))
      : lines.map((line) => line.slice(indent));
  const width = String(source.endLine).length;
  const numbered = shown
    .slice(0, MOST_LINES)
    .map((line, index) => `    ${String(source.line + index).padStart(width)} | ${cut(line)}`);
  const left = shown.length - MOST_LINES;
  return [...numbered, ...(left > 0 ? [`    ${" ".repeat(width)} | ... ${left} more lines`] : [])].join("\n");
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)} ...`;
}
