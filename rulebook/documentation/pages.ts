/** The pages about the rules, written from the rules themselves. */
import { rules } from "..";
import type { Area, Rule, RuleText, Severity, Sight } from "../rule";
import { standardNames, type Standards } from "../standards";

/** File name within `docs/rules` -> Markdown. */
export function rulePages(): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", index()],
    ...rules.map((rule): [string, string] => [`${rule.id}.md`, page(rule)]),
  ]);
}

const areas: readonly Area[] = [
  "Key management",
  "Access control",
  "Multi-Region",
  "Monitoring",
  "Operations",
];
const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

const sights: Readonly<Record<Sight, string>> = {
  preview: "at preview",
  live: "on live keys",
  review: "in a review of a preview's steps",
};

const subjects: Readonly<Record<Rule["about"], string>> = {
  key: "each key",
  keyPolicy: "each key policy, a key's own or an `aws.kms.KeyPolicy`",
  grant: "each grant",
  alias: "each alias",
  change: "each step of a preview that touches a key",
  estate: "the whole stack or account",
};

const levels: Readonly<Record<RuleText["level"], string>> = {
  mandatory: "mandatory: stops a preview",
  advisory: "advisory: told, stops nothing",
  disabled: "off until an environment's configuration sets a level",
};

function page(rule: Rule): string {
  const { id, title, rationale, severity, area, level, sight, about, awsPage, remedy } = rule;
  return [
    `# ${id}`,
    `${title}.`,
    rationale,
    "## Mend",
    [
      ...(remedy.setting === undefined ? [] : [`- In the stack's settings: ${code(remedy.setting)}`]),
      `- On a resource of your own: ${code(remedy.property)}`,
    ].join("\n"),
    "## Facts",
    table([
      ["area", area],
      ["severity", severity],
      ["level", levels[level]],
      ["decides", `${sight.map((one) => sights[one]).join(" and ")}, about ${subjects[about]}`],
      ["AWS", `<${awsPage}>`],
      ...standardRows(rule.standards),
    ]),
    ...optionsOf(rule),
  ].join("\n\n");
}

function optionsOf({ id, options, level }: Rule): string[] {
  const entries = Object.entries(options);
  if (entries.length === 0) return [];
  const defaults = Object.fromEntries(entries.map(([name, option]) => [name, option.default]));
  const example = { [id]: { enforcementLevel: level === "disabled" ? "mandatory" : level, ...defaults } };
  return [
    "## Options",
    table(
      entries.map(([name, { description, default: value }]) => [
        `\`${name}\``,
        description,
        `\`${JSON.stringify(value)}\``,
      ]),
      ["option", "what it sets", "default"],
    ),
    `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
  ];
}

function standardRows(standards: Standards): string[][] {
  return (Object.keys(standardNames) as (keyof Standards)[]).flatMap((name) => {
    const controls = standards[name];
    return controls === undefined ? [] : [[standardNames[name], controls.join(", ")]];
  });
}

function index(): string {
  return [
    "# The rules",
    `${rules.length} rules, written from \`rulebook/\` by \`npm run docs:rules\`. The policy pack applies those that decide at preview, ` +
      "`kms-audit` those that decide on live keys or in a review. [The checklist](../checklist.md) says what each point of a key's security comes to.",
    ...areas.flatMap((area) => [
      `## ${area}`,
      table(
        rules
          .filter((rule) => rule.area === area)
          .map(({ id, title, severity, level, sight }) => [
            link(id),
            title,
            severity,
            level,
            sight.join(", "),
          ]),
        ["rule", "demands", "severity", "level", "decides"],
      ),
    ]),
    "## By severity",
    table(
      severities.map((severity) => [severity, linksTo((rule) => rule.severity === severity)]),
      ["severity", "rules"],
    ),
    "## By standard",
    ...(Object.keys(standardNames) as (keyof Standards)[]).flatMap((name) => [
      `### ${standardNames[name]}`,
      table(
        controlsOf(name).map((control) => [
          control,
          linksTo((rule) => rule.standards[name]?.includes(control) === true),
        ]),
        ["control", "rules"],
      ),
    ]),
  ].join("\n\n");
}

function controlsOf(name: keyof Standards): string[] {
  const controls = new Set(rules.flatMap(({ standards }) => standards[name] ?? []));
  return [...controls].sort((left, right) => left.localeCompare(right, "en", { numeric: true }));
}

function linksTo(wanted: (rule: Rule) => boolean): string {
  return rules
    .filter(wanted)
    .map(({ id }) => link(id))
    .join(", ");
}

const link = (id: string): string => `[${id}](${id}.md)`;

/** Settings and properties read as text; those that are one setting stand as code. */
function code(text: string): string {
  return /^[A-Za-z.]+(: \S+)?$/.test(text)
    ? `\`${text}\``
    : text.replaceAll("<", "&lt;").replaceAll("*", "\\*");
}

function table(rows: readonly (readonly string[])[], head: readonly string[] = ["", ""]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
