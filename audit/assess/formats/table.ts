/** The report for people, on a terminal or in a text file. */
import Table from "cli-table3";
import { createColors } from "picocolors";
import { groupBy } from "../../../kms/policy/analyse/groupBy";
import type { Look } from "./look";
import type { Finding, Recommendation, Report, TallyReport } from "../report";

type Colors = ReturnType<typeof createColors>;

/** Findings of one rule that are told one by one; the JSON has them all. */
const MOST_OF_A_RULE = 20;

/** Score, findings by severity and rule, what to do first. */
export function tableReport(report: Report, look: Look): string {
  const colors = createColors(look.colors);
  const sections = [
    headline(report, colors),
    scoreTable(report, look, colors),
    ...findingSections(report, look, colors),
    fixedSection(report, look, colors),
    recommendationSection(report, look, colors),
    notesSection(report, look, colors),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function headline(
  { score, scores, keys, findings, baseline, finishedAt, exempted }: Report,
  { bold }: Colors,
): string {
  const regions = new Set(keys.map(({ region }) => region)).size;
  const where = `${countOf(keys.length, "key")} in ${countOf(regions, "Region")} of ${countOf(scores.accounts.length, "account")}`;
  const exempt = exempted.length === 0 ? "" : `, ${exempted.length} exempt`;
  const since =
    baseline === null
      ? ""
      : `\nSince ${baseline.file} (${baseline.finishedAt.slice(0, 10)}, score ${scoreText(baseline.score)}): ${findings.length} new, ${baseline.fixed.length} fixed, ${baseline.unchanged} unchanged`;
  return `${bold(`KMS assessment of ${finishedAt.slice(0, 10)}: score ${scoreText(score)} of 100`)}
${where}; ${scores.total.passed} of ${scores.total.applied} checks passed, ${countOf(findings.length, "finding")}${exempt}${since}`;
}

function scoreTable({ scores }: Report, { columns }: Look, { bold }: Colors): string {
  const rows: [string, TallyReport][] = [
    ...scores.areas.map((one): [string, TallyReport] => [one.area, one]),
    ...(scores.regions.length > 1
      ? scores.regions.map((one): [string, TallyReport] => [one.region, one])
      : []),
    ...(scores.accounts.length > 1
      ? scores.accounts.map((one): [string, TallyReport] => [
          one.name === null ? one.account : `${one.account} ${one.name}`,
          one,
        ])
      : []),
  ];
  const nameWidth = Math.min(40, Math.max(20, columns - 32));
  const table = new Table({
    head: ["", "Score", "Checks passed"].map((title) => bold(title)),
    colWidths: [nameWidth, 9, 19],
    colAligns: ["left", "right", "right"],
    style: { head: [], border: [] },
    chars: lines,
  });
  for (const [name, { score, passed, applied }] of rows)
    table.push([name, scoreText(score), `${passed} of ${applied}`]);
  return table.toString().replaceAll(/ +$/gm, "");
}

/** A rule under the table's head, and no line between rows. */
const lines = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "" },
  ...{ "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "" },
  ...{ right: "", "right-mid": "", middle: " " },
};

function findingSections({ findings, scores }: Report, look: Look, colors: Colors): string[] {
  const withAccount = scores.accounts.length > 1;
  return [...groupBy(findings, ({ rule }) => rule).values()].flatMap((ofRule) => {
    const [{ severity, rule, title, remediation }] = ofRule;
    const left = ofRule.length - MOST_OF_A_RULE;
    return [
      [
        `${severityWord(severity, colors)} ${colors.bold(rule)}: ${title}`,
        ...ofRule.slice(0, MOST_OF_A_RULE).map((finding) => findingText(finding, withAccount, look, colors)),
        ...(left > 0 ? [`  ... and ${left} more, which --format json tells`] : []),
        wrapped(`mend: ${remediation}`, look, "  ", "    "),
      ].join("\n"),
    ];
  });
}

function findingText(finding: Finding, withAccount: boolean, look: Look, { dim }: Colors): string {
  const { name, account, region, key, message } = finding;
  const id = key?.slice(key.indexOf("/") + 1);
  const words = [
    ...(withAccount && name !== account ? [account] : []),
    region,
    name,
    ...(id !== undefined && id !== name ? [`(${id})`] : []),
  ];
  return `  ${words.join(" ")}\n${dim(wrapped(message, look, "    ", "    "))}`;
}

function fixedSection({ baseline }: Report, look: Look, { green, bold }: Colors): string {
  if (baseline === null || baseline.fixed.length === 0) return "";
  return [
    bold(green("Fixed")),
    ...baseline.fixed.map(({ rule, name, region }) =>
      wrapped(`${rule}: ${name} (${region})`, look, "  ", "    "),
    ),
  ].join("\n");
}

function recommendationSection({ recommendations }: Report, look: Look, { bold }: Colors): string {
  if (recommendations.length === 0) return "";
  const texts = recommendations.map(({ title, rule, findings, gain }: Recommendation, index) =>
    wrapped(
      `${index + 1}. ${title} (${rule}): ${countOf(findings, "finding")}, ${gain} points`,
      look,
      "  ",
      "     ",
    ),
  );
  return [bold("To do, the most urgent first"), ...texts].join("\n");
}

function notesSection({ notes, rules }: Report, look: Look, { bold }: Colors): string {
  const undecided = rules.filter((rule) => rule.undecided > 0).map(({ id }) => id);
  const all = [
    ...(undecided.length === 0
      ? []
      : [`Not checked, for want of facts that were not asked for: ${undecided.join(", ")}`]),
    ...notes,
  ];
  return all.length === 0
    ? ""
    : [bold("Notes"), ...all.map((note) => wrapped(note, look, "  ", "    "))].join("\n");
}

function severityWord(severity: Finding["severity"], colors: Colors): string {
  const paint = { critical: colors.red, high: colors.red, medium: colors.yellow, low: colors.cyan }[severity];
  return paint(severity.toUpperCase());
}

function scoreText(score: number | null): string {
  return score === null ? "-" : score.toFixed(1);
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Breaks a text at spaces, so that no line is longer than the terminal is wide. */
function wrapped(text: string, { columns }: Look, first: string, next: string): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(" ")) {
    const isBegun = line !== first && line !== next;
    if (isBegun && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = next + word;
    } else line += isBegun ? ` ${word}` : word;
  }
  return [...lines, line].join("\n");
}
