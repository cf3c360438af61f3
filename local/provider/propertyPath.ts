/** Paths of properties: `tags.team`, `rules[0].id`, `tags["a.b"]`. https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/ */

/** A step into a value: a key, or an index. */
export type Step = string | number;

/** Reads a path. */
export function parsePath(path: string): Step[] {
  const steps: Step[] = [];
  const pattern = /\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g;
  for (const [, index, quoted, plain] of path.matchAll(pattern)) {
    if (index !== undefined) steps.push(index === "*" ? index : Number(index));
    else steps.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll(/\\(.)/g, "$1"));
  }
  return steps;
}

/** Writes a path. */
export function formatPath(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (/^[A-Za-z_][\w]*$/.test(step)) return index === 0 ? step : `.${step}`;
      return `["${step.replaceAll(/["\\]/g, "\\$&")}"]`;
    })
    .join("");
}

/** Whether a path is one of those given or inside one; `*` stands for any step. */
export function isCovered(path: readonly Step[], by: readonly (readonly Step[])[]): boolean {
  return by.some((outer) =>
    outer.every((step, index) => (step === "*" ? index < path.length : step === path[index])),
  );
}
