/** Collects what is wrong while a document is read, so that one run tells it all. */
import { nearest } from "../nearest";
import type { PolicyNote } from "./document";
import type { Located, Member } from "./located";
import type { PolicyProblem } from "./parseProblems";

/** What has been found so far. */
export interface Findings {
  readonly problems: PolicyProblem[];
  readonly notes: PolicyNote[];
}

/** Where something stands: its JSON path, its value, and the statement that it belongs to. */
export interface Spot {
  readonly path: string;
  readonly at: Located | Member;
  readonly statement?: number;
}

/** Adds a problem: the document is refused. */
export function addProblem(
  { problems }: Findings,
  { path, at }: Spot,
  message: string,
  remedy: string,
): void {
  problems.push({ path, ...position(at), message, remedy });
}

/** Adds a note: the document is read, and reported. */
export function addNote(
  { notes }: Findings,
  { path, at, statement }: Spot,
  message: string,
  remedy: string,
): void {
  notes.push({ path, ...(statement !== undefined && { statement }), ...position(at), message, remedy });
}

/** The members of an object by name. Two of one name are refused: AWS does, and no two parsers agree which one counts. */
export function membersOf(
  spot: Spot & { readonly at: Located },
  findings: Findings,
): ReadonlyMap<string, Located> {
  const members = new Map<string, Located>();
  if (spot.at.kind !== "object") return members;
  for (const member of spot.at.members) {
    if (members.has(member.name)) {
      const path = memberPath(spot.path, member.name);
      addProblem(findings, { path, at: member }, `"${member.name}" is written twice`, "keep one of them");
    }
    members.set(member.name, member.value);
  }
  return members;
}

/** Notes elements that the grammar does not have; AWS refuses the document for them, in the wrong case too. */
export function noteUnknownElements(
  spot: Spot,
  members: ReadonlyMap<string, Located>,
  known: readonly string[],
  findings: Findings,
): void {
  for (const [name, at] of members) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    const remedy = meant === undefined ? `the elements here are ${known.join(", ")}` : `write "${meant}"`;
    addNote(
      findings,
      { ...spot, path: memberPath(spot.path, name), at },
      `there is no element "${name}"`,
      remedy,
    );
  }
}

/**
 * One text, or a list of them; numbers and booleans count as their text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function textsOf(spot: Spot & { readonly at: Located }, findings: Findings): string[] {
  const items = spot.at.kind === "array" ? spot.at.items : [spot.at];
  const texts: string[] = [];
  for (const [index, item] of items.entries()) {
    if (item.kind === "scalar" && item.value !== null) {
      texts.push(String(item.value));
      continue;
    }
    const path = spot.at.kind === "array" ? `${spot.path}[${index}]` : spot.path;
    addProblem(findings, { path, at: item }, `is ${kindOf(item)}`, "write a text, or a list of texts");
  }
  return texts;
}

/** `Statement[0]` and `Effect` -> `Statement[0].Effect`. */
export function memberPath(path: string, name: string): string {
  let step = steps.get(name);
  if (step === undefined) {
    if (steps.size >= REMEMBERED) steps.clear();
    steps.set(name, (step = /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`));
  }
  return path === "" ? step.replace(/^\./, "") : `${path}${step}`;
}

const steps = new Map<string, string>();
const REMEMBERED = 1024;

/** `an object`, `a list`, `null`, `5`. */
export function kindOf(value: Located): string {
  if (value.kind === "object") return "an object";
  return value.kind === "array" ? "a list" : JSON.stringify(value.value);
}

function position({ place }: Located | Member): { line?: number; column?: number } {
  return place === undefined ? {} : { line: place.line, column: place.column };
}
