import assert from "node:assert/strict";
import { resolveVariables, variablesIn } from "../../../../kms/policy/evaluate/variables";

const context: Readonly<Record<string, readonly string[]>> = {
  "aws:username": ["alice"],
  "aws:principaltag/team": ["*"],
  "aws:calledvia": ["a", "b"],
};

/** The pieces of a value, literal text in brackets. */
function resolved(value: string, version?: string): string {
  const pieces = resolveVariables(value, version, (key) => context[key]);
  if (pieces === undefined) return "nothing";
  return pieces
    .filter(({ text }) => text !== "")
    .map(({ text, literal }) => (literal ? `[${text}]` : text))
    .join("");
}

describe("policy variables", () => {
  const cases: readonly (readonly [value: string, pieces: string])[] = [
    ["home/*", "home/*"],
    ["home/${aws:username}/*", "home/[alice]/*"],
    ["${aws:username}", "[alice]"],
    ["${aws:username}-${aws:username}", "[alice]-[alice]"],
    ["${AWS:UserName}", "[alice]"],
    ["${ aws:username }", "[alice]"],
    ["${aws:PrincipalTag/Team}", "[*]"],
    ["${aws:PrincipalTag/Cost}", "nothing"],
    ["${aws:CalledVia}", "nothing"],
    ["${aws:CalledVia, 'none'}", "[none]"],
    ["${aws:PrincipalTag/Cost, 'none'}", "[none]"],
    ["${aws:PrincipalTag/Cost,'none'}", "[none]"],
    ["${aws:PrincipalTag/Cost , 'no, ne' }", "[no, ne]"],
    ["${aws:PrincipalTag/Cost, 'no\nne'}", "[no\nne]"],
    ["${aws:PrincipalTag/Cost, ''}", ""],
    ["${aws:username, 'none'}", "[alice]"],
    ["x${aws:username, none}", "nothing"],
    ["${*}${?}${$}", "[*][?][$]"],
    ["$${aws:username}}", "$[alice]}"],
    ["${aws:username", "${aws:username"],
    ["${}", "nothing"],
  ];
  for (const [value, pieces] of cases)
    it(`${JSON.stringify(value)} becomes ${JSON.stringify(pieces)}`, () => {
      assert.equal(resolved(value, "2012-10-17"), pieces);
    });

  it("are plain text, wildcards and all, before version 2012-10-17", () => {
    for (const version of ["2008-10-17", undefined])
      assert.deepEqual(
        resolveVariables("${aws:username}*", version, () => ["alice"]),
        [{ text: "${aws:username}*", literal: false }],
      );
  });

  const names: readonly (readonly [value: string, variables: readonly string[]])[] = [
    ["aws:username", []],
    ["${aws:username}", ["aws:username"]],
    ["a/${AWS:UserName}/${aws:PrincipalTag/Team, 'none'}", ["aws:username", "aws:principaltag/team"]],
    ["${*}${?}${$}", []],
  ];
  for (const [value, variables] of names)
    it(`${value} refers to ${variables.join(" and ") || "nothing"}`, () => {
      assert.deepEqual(variablesIn(value), variables);
    });
});
