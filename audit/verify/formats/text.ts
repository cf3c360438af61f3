import Table from "cli-table3";
import type { Step } from "../step";
import type { Verification } from "../verify";

const WIDTH = 80;
/** Room of the columns that hold no sentences. */
const MARK = 8;
const REGION = 16;

/** A verification for a terminal of 80 columns: every step, and beneath it, where it went wrong, AWS's answer and what that means. */
export function verificationText({ steps, isInterrupted, untried, left }: Verification): string {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const title = `${step.link}\nas ${step.as}`;
    groups.set(title, [...(groups.get(title) ?? []), step]);
  }
  const broken = steps.filter(({ isAsExpected }) => !isAsExpected);
  const links = [...new Set(broken.map(({ link, region }) => `${link} in ${region}`))];
  return [
    ...[...groups].map(([title, group]) => `${title}\n${stepTable(group)}\n`),
    `${steps.length - broken.length} of ${steps.length} steps went as expected.`,
    ...(links.length > 0 ? ["Broken:", ...links.map((link) => `  ${link}`)] : []),
    ...(isInterrupted ? ["Interrupted: what was not tried is not proven."] : []),
    ...(untried.length > 0 ? ["Not tried:", sentences(untried)] : []),
    ...left.map((one) => `Not removed: ${one}`),
    "",
  ].join("\n");
}

function stepTable(steps: readonly Step[]): string {
  const table = plainTable([MARK, REGION, WIDTH - MARK - REGION]);
  for (const step of steps) {
    table.push([step.isAsExpected ? "ok" : "BROKEN", step.region, told(step)]);
  }
  return table.toString().replace(/ +$/gm, "");
}

function sentences(texts: readonly string[]): string {
  const table = plainTable([WIDTH]);
  for (const text of texts) table.push([text]);
  return table.toString().replace(/ +$/gm, "");
}

function told({ what, expected, answer, isAsExpected, meaning }: Step): string {
  if (isAsExpected) return `${what}: ${expected === "works" ? "works" : `refused (${codeIn(answer)})`}`;
  const wanted = expected === "works" ? "should work" : "should be refused";
  return `${what}: ${wanted}\nAWS: ${answer}\nThat is: ${meaning}`;
}

/** `AccessDeniedException: User ...` -> `AccessDeniedException` */
function codeIn(answer: string): string {
  return answer.split(":")[0] ?? answer;
}

function plainTable(colWidths: number[]): Table.Table {
  return new Table({
    chars: Object.fromEntries(borders.map((name) => [name, ""])),
    style: { head: [], border: [], "padding-left": 2, "padding-right": 0 },
    colWidths,
    wordWrap: true,
  });
}

const borders = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];
