/** A detection is a value, like a rule: what it looks for, why that matters, what to do, and the function that finds it. */
import type { z } from "zod";
import type { Question } from "../questions/question";
import type { AllowList } from "./allowList";
import type { PolicyEvent } from "./policyEvents";

/** From worst to least. */
export const severities = ["critical", "high", "medium", "low", "informational"] as const;

/** How bad it is. */
export type Severity = (typeof severities)[number];

/** A technique of MITRE ATT&CK. https://attack.mitre.org/techniques/enterprise/ */
export interface Technique {
  /** `T1485`, `T1562.008` */
  readonly id: string;
  readonly name: string;
}

/** Something found, with the events that make it up. */
export interface Finding {
  readonly severity: Severity;
  /** One sentence: who did what to which key. */
  readonly message: string;
  /** Who did it: see the column `principal`. */
  readonly principal?: string | undefined;
  /** The ARN of the key, or the name that the request gave it. */
  readonly key?: string | undefined;
  /** How many events make it up. */
  readonly count: number;
  /** Their eventIDs, the first 1,000. */
  readonly events: readonly string[];
  /** ISO 8601, UTC: the first of them and the last. */
  readonly first: string;
  readonly last: string;
}

/** What a detection answers. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** What could not be judged, and why: where a baseline is missing, say. */
  readonly notes: readonly string[];
}

/** The events as a detection sees them. */
export interface Trail {
  /** What stands behind FROM for the requests to KMS, but those of principals that the allow-list exempts from this detection. */
  readonly events: string;
  /** The same without the operations of which a busy account makes millions: records/frequentOperations.ts. */
  readonly rareEvents: string;
  /** These with the requests of exempted principals: what they did may explain what others did. */
  readonly everyRareEvent: string;
  readonly allow: AllowList;
  readonly ask: <Shape extends z.ZodRawShape>(
    question: Question<Shape>,
  ) => Promise<readonly z.infer<z.ZodObject<Shape>>[]>;
  /** The key policies that the events set, oldest first. */
  readonly policies: () => Promise<readonly PolicyEvent[]>;
}

/** What a Sigma rule can say of it: https://sigmahq.io/docs/basics/rules.html */
export interface SigmaSelections {
  /** Fields of the record and their values: all must match; of the values, one. */
  readonly selection: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Records that have one of these fields are left out, as are those of refused requests. */
  readonly unless?: readonly string[];
}

/** One detection. */
export interface Detection {
  /** `KMS-01`: final, allow-lists and reports refer to it. */
  readonly id: string;
  readonly title: string;
  /** The worst that it reports. */
  readonly severity: Severity;
  readonly technique: Technique;
  readonly rationale: string;
  readonly remediation: string;
  readonly falsePositives: string;
  /** The operations it is about, where a refused request for one of them is an attempt worth telling. */
  readonly attempts?: readonly string[];
  /**
   * Where it also looks at the events of earlier runs (--baseline): whether a finding is of this run is told by its first event, for what
   * is only news once, or by its last.
   */
  readonly lookback?: "start" | "end";
  /** Where a rule over single records can say the same. */
  readonly sigma?: SigmaSelections;
  readonly find: (trail: Trail) => Promise<Outcome>;
}

/** The note of a report without detections. */
export const LEFT_OUT = "detections were left out (--no-detections)";

/** An outcome without notes. */
export function found(findings: readonly Finding[]): Outcome {
  return { findings, notes: [] };
}
