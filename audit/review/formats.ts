/** A review for a terminal, for a pull request and for a program. */
import { createColors } from "picocolors";
import type { Review } from "./review";
import { needsAttention } from "./review";
import { type Line, scoreLine, sectionsOf, type Tone } from "./sections";

/** By this line a workflow finds its own comment on a pull request again. */
export const MARKER = "<!-- kms-audit review -->";

/** Characters; GitHub takes 65,536 in a comment. */
const MOST_OF_COMMENT = 60_000;

const NOTHING = "No key, grant or rule changes.";

/** For a terminal. */
export function reviewText(review: Review, withColors: boolean): string {
  const { bold, red, yellow, green, dim } = createColors(withColors);
  const paint: Readonly<Record<Tone, (text: string) => string>> = {
    danger: red,
    gain: yellow,
    loss: green,
    plain: String,
  };
  const sections = sectionsOf(review).map(({ title, lines }) =>
    [bold(title), ...lines.map(({ tone, text }) => `  ${paint[tone](text)}`)].join("\n"),
  );
  const body = sections.length === 0 ? [NOTHING] : sections;
  return `${[...body, dim(`Score: ${scoreLine(review)}`)].join("\n\n")}\n`;
}

/** For a pull request, in GitHub's Markdown. */
export function reviewMarkdown(review: Review): string {
  const sections = sectionsOf(review).map(({ title, lines }) =>
    [`### ${escaped(title)}`, "", ...lines.map(markdownLine)].join("\n"),
  );
  const head = needsAttention(review)
    ? "## :warning: KMS keys: this change needs a look"
    : "## KMS keys: nothing to worry about";
  const body = sections.length === 0 ? [NOTHING] : sections;
  return cut(`${[MARKER, head, `**Score:** ${scoreLine(review)}`, ...body].join("\n\n")}\n`);
}

/** Before a section that does not fit: the worst is told first. */
function cut(text: string): string {
  if (text.length <= MOST_OF_COMMENT) return text;
  const kept = text.slice(0, text.lastIndexOf("\n\n", MOST_OF_COMMENT));
  return `${kept}\n\n**The rest does not fit into a comment:** \`kms-audit review\` tells it all on a terminal.\n`;
}

/** One JSON object. */
export function reviewJson(review: Review): string {
  return `${JSON.stringify({ attention: needsAttention(review), ...review }, undefined, 2)}\n`;
}

function markdownLine({ tone, text }: Line): string {
  const mark = tone === "danger" ? ":red_circle: " : "";
  return `- ${mark}${escaped(text)}`;
}

/**
 * Names come from settings and policies, so they must not become markup. GitHub looks for mentions, issues and addresses after it has
 * read the Markdown, so what would make one is torn in two by a comment.
 */
function escaped(text: string): string {
  return text
    .replace(/[&\\`*_{}[\]<>#|~@]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/(&#(?:64|35);|:(?=\/\/)|\bwww(?=\.))/g, "$1<!-- -->");
}
