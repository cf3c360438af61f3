/** What the detections found, for people: each with its findings, and what to do. */
import type { createColors } from "picocolors";
import type { Severity } from "../detections/detection";
import type { UsageReport } from "../report";
import { number, shorten, time } from "./textParts";

type Colors = ReturnType<typeof createColors>;

/** Findings of a detection that are told; the rest is counted. */
const TOLD = 5;

/** The detections that fired, the attempts that failed, and what could not be judged; undefined where there is none of it. */
export function detectionsText(report: UsageReport, colors: Colors, width: number): string | undefined {
  const parts = [...fired(report, colors, width), ...attempts(report, width), ...notes(report, width)];
  return parts.length === 0 ? undefined : [colors.bold("Detections"), ...parts].join("\n");
}

function fired({ detections }: UsageReport, colors: Colors, width: number): readonly string[] {
  return detections.flatMap(({ id, severity, title, count, findings, remediation }) => [
    painted(
      severity,
      wrapped(
        `${severity.padEnd(8)} ${id} ${title} (${number(count)} ${count === 1 ? "event" : "events"})`,
        2,
        width,
      ),
      colors,
    ),
    ...findings.slice(0, TOLD).map(({ first, message }) => wrapped(`${time(first)} ${message}`, 4, width)),
    ...(findings.length > TOLD ? [`    and ${number(findings.length - TOLD)} more`] : []),
    colors.dim(wrapped(`What to do: ${remediation}`, 4, width)),
  ]);
}

function attempts({ attempts: refused }: UsageReport, width: number): readonly string[] {
  return refused
    .slice(0, TOLD)
    .map(({ eventName, principal, errorCode, count }) =>
      wrapped(
        `Refused: ${eventName} by ${principal}, ${number(count)} ${count === 1 ? "time" : "times"} (${errorCode})`,
        2,
        width,
      ),
    )
    .concat(
      refused.length > TOLD ? [`  and ${number(refused.length - TOLD)} more kinds of refused attempts`] : [],
    );
}

function notes({ detectionNotes }: UsageReport, width: number): readonly string[] {
  return detectionNotes.map((note) => wrapped(`Not judged: ${note}`, 2, width));
}

/** The severity's word in its colour. */
function painted(severity: Severity, line: string, colors: Colors): string {
  const paint =
    severity === "critical" || severity === "high"
      ? colors.red
      : severity === "medium"
        ? colors.yellow
        : String;
  return line.replace(severity, paint(severity));
}

/** Breaks a text between words; of a longer word both ends stay. */
function wrapped(text: string, indent: number, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const whole of text.split(" ")) {
    const word = shorten(whole, width - indent - 2);
    if (line !== "" && line.length + 1 + word.length > width - indent - (lines.length > 0 ? 2 : 0)) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line]
    .map((part, index) => " ".repeat(index === 0 ? indent : indent + 2) + part)
    .join("\n");
}
