/** Located JSON -> {@link KeyPolicy}. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
import type { KeyPolicy } from "./document";
import type { Located } from "./located";
import { KeyPolicyError } from "./parseProblems";
import {
  addNote,
  addProblem,
  type Findings,
  kindOf,
  membersOf,
  noteUnknownElements,
  type Spot,
} from "./parseReader";
import { readStatement } from "./parseStatement";

const documentElements = ["Version", "Id", "Statement"];
const versions = ["2012-10-17", "2008-10-17"];

/**
 * Reads a policy document.
 * @throws KeyPolicyError naming everything that has no clear meaning
 */
export function readPolicy(json: Located): KeyPolicy {
  const findings: Findings = { problems: [], notes: [] };
  const root = { path: "", at: json };
  if (json.kind !== "object") {
    addProblem(
      findings,
      root,
      `the document is ${kindOf(json)}`,
      'write an object with "Version" and "Statement"',
    );
    throw new KeyPolicyError(findings.problems);
  }
  const members = membersOf(root, findings);
  noteUnknownElements(root, members, documentElements, findings);
  const version = textElement("Version", members, findings);
  noteUnknownVersion(members, version, findings);
  const id = textElement("Id", members, findings);
  const statements = statementsOf(members, root, findings).map((at, index) =>
    readStatement(at, index, findings),
  );
  if (findings.problems.length > 0) throw new KeyPolicyError(findings.problems);
  return {
    ...(version !== undefined && { version }),
    ...(id !== undefined && { id }),
    statements,
    ...(findings.notes.length > 0 && { notes: findings.notes }),
  };
}

/** The one object that `Statement` may be counts as a list of one. */
function statementsOf(
  members: ReadonlyMap<string, Located>,
  root: Spot,
  findings: Findings,
): readonly Located[] {
  const statement = members.get("Statement");
  if (statement?.kind === "object") return [statement];
  if (statement?.kind === "array") return statement.items;
  if (statement !== undefined) {
    addProblem(
      findings,
      { path: "Statement", at: statement },
      `is ${kindOf(statement)}`,
      "write a list of statements",
    );
    return [];
  }
  const remedy = members.has("Policy")
    ? "this is the whole answer of GetKeyPolicy: take its policy, as `--query Policy --output text` does"
    : "add a list of statements";
  addProblem(findings, root, 'there is no "Statement"', remedy);
  return [];
}

function noteUnknownVersion(
  members: ReadonlyMap<string, Located>,
  version: string | undefined,
  findings: Findings,
): void {
  const at = members.get("Version");
  if (at === undefined || version === undefined || versions.includes(version)) return;
  const message = `"${version}" is no version of the policy language`;
  addNote(findings, { path: "Version", at }, message, 'write "2012-10-17"');
}

function textElement(
  name: string,
  members: ReadonlyMap<string, Located>,
  findings: Findings,
): string | undefined {
  const at = members.get(name);
  if (at === undefined) return undefined;
  if (at.kind === "scalar" && typeof at.value === "string") return at.value;
  addProblem(findings, { path: name, at }, `is ${kindOf(at)}`, "write a text");
  return undefined;
}
