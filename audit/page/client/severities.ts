/** Severities, the worst first. */
export const severities = ["critical", "high", "medium", "low"] as const;

/** One of them. */
export type Severity = (typeof severities)[number];
