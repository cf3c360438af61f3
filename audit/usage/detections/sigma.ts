/** The simple detections as Sigma rules, for other tools. https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { detections } from ".";
import type { Detection, SigmaSelections } from "./detection";

/** File name -> YAML, of each detection that looks at single records. */
export function sigmaRules(): ReadonlyMap<string, string> {
  return new Map(
    detections.flatMap((detection) =>
      detection.sigma === undefined
        ? []
        : [
            [
              `aws_${detection.id.toLowerCase().replace("-", "_")}.yml`,
              stringify(ruleOf(detection, detection.sigma)),
            ],
          ],
    ),
  );
}

/**
 * Writes them.
 * @param folder made where it is missing
 * @returns the number of rules
 */
export async function writeSigmaRules(folder: string): Promise<number> {
  const rules = sigmaRules();
  await mkdir(folder, { recursive: true });
  await Promise.all([...rules].map(([name, text]) => writeFile(path.join(folder, name), text)));
  return rules.size;
}

function ruleOf(detection: Detection, { selection, unless = [] }: SigmaSelections): object {
  const { id, title, rationale, technique, falsePositives, severity } = detection;
  const conditions = Object.fromEntries(
    ["errorCode", ...unless].map((field, index) => [`filter_${index + 1}`, { [`${field}|exists`]: true }]),
  );
  return {
    title,
    id: uuidOf(id),
    status: "experimental",
    description: `${id}: ${rationale}`,
    references: [`https://attack.mitre.org/techniques/${technique.id.replace(".", "/")}/`],
    tags: [`attack.${technique.id.toLowerCase()}`],
    logsource: { product: "aws", service: "cloudtrail" },
    detection: {
      selection: { eventSource: "kms.amazonaws.com", ...selection },
      ...conditions,
      condition: "selection and not 1 of filter_*",
    },
    falsepositives: [falsePositives],
    level: severity,
  };
}

/** The same in every release: made of the detection's id. */
function uuidOf(id: string): string {
  const hex = createHash("sha256").update(`kms-audit ${id}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
