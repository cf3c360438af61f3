/** Writes the table of `docs/detections.md` out of the detections: `npm run docs:detections`. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { detections } from ".";

/** Where the page stands. */
export const detectionsPage = path.join(__dirname, "../../../docs/detections.md");

const START = "<!-- detections: made by npm run docs:detections -->";

/** The page with its generated part renewed. */
export async function currentPage(written: string): Promise<string> {
  const [head = ""] = written.split(START);
  const options = await resolveConfig(detectionsPage);
  return format(`${head}${START}\n\n${table()}\n${details()}`, { ...options, parser: "markdown" });
}

function table(): string {
  const rows = detections.map(
    ({ id, title, severity, technique, sigma }) =>
      `| ${id} | ${title} | ${severity} | ${technique.id} | ${sigma === undefined ? "" : "yes"} |`,
  );
  return [
    "| id | detection | at worst | MITRE | Sigma |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function details(): string {
  return detections
    .map(
      ({ id, title, technique, rationale, remediation, falsePositives }) =>
        `## ${id} ${title}\n\n${rationale}\n\n**What to do.** ${remediation}\n\n**False positives.** ${falsePositives}\n\n` +
        `[${technique.id} ${technique.name}](https://attack.mitre.org/techniques/${technique.id.replace(".", "/")}/)\n`,
    )
    .join("\n");
}

if (require.main === module)
  void readFile(detectionsPage, "utf8").then(async (text) => {
    await writeFile(detectionsPage, await currentPage(text));
  });
