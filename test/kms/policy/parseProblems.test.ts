import assert from "node:assert/strict";
import {
  KeyPolicyError,
  keyPolicyFromJson,
  parseKeyPolicy,
  type PolicyProblem,
  refuseNotes,
} from "../../../kms/policy/parse";
import { notes, problems, statement } from "./parseCases";

function problemsOf(value: unknown): readonly PolicyProblem[] {
  try {
    keyPolicyFromJson(value);
  } catch (error) {
    if (error instanceof KeyPolicyError) return error.problems;
    throw error;
  }
  return [];
}

describe("a key policy is refused for", () => {
  for (const [what, json, path, message, remedy] of problems) {
    it(what, () => {
      const [problem, ...others] = problemsOf(json);
      assert.deepEqual(
        [problem?.path, problem?.line, problem?.column, others],
        [path, undefined, undefined, []],
      );
      assert.match(problem?.message ?? "", message);
      assert.match(problem?.remedy ?? "", remedy);
    });
  }

  it("all that is wrong, told line by line with its place, where there is one", () => {
    const text = '{\n "Id": 1,\n "Statement":\n  [{"Effect": "Permit"}]\n}';
    assert.throws(
      () => parseKeyPolicy(text),
      (error) =>
        String(error).startsWith(
          "KeyPolicyError: line 2, column 8, Id: is 1; write a text\nline 4, column 15, Statement[0].Effect: is",
        ),
    );
    assert.match(
      new KeyPolicyError([{ path: "Id", message: "is 1", remedy: "mend it" }]).message,
      /^Id: is 1; mend it$/,
    );
    assert.match(
      new KeyPolicyError([{ path: "", message: "is 1", remedy: "mend it" }]).message,
      /^is 1; mend it$/,
    );
  });
});

describe("a key policy is read, and noted for", () => {
  for (const [what, json, expected, message, remedy] of notes) {
    it(what, () => {
      const policy = keyPolicyFromJson(json);
      assert.equal(policy.notes?.length, 1);
      const note = policy.notes[0]!;
      assert.deepEqual(note, { ...expected, message: note.message, remedy: note.remedy });
      assert.match(note.message, message);
      assert.match(note.remedy, remedy);
      const dead = policy.statements.filter(({ ineffective }) => ineffective !== undefined);
      assert.deepEqual(
        dead.map(({ ineffective }) => ineffective),
        / no effect|concerns nobody|nothing$/.test(note.message) ? [note.message] : [],
      );
    });
  }

  it("names that come again and again, each at its own path", () => {
    const names = Array.from({ length: 2100 }, () => `x${String(Math.random()).slice(2)}`);
    const elements = Object.fromEntries([...names, "a b"].map((name) => [name, 1]));
    const paths = [elements, elements].flatMap((more) =>
      (keyPolicyFromJson({ Statement: { ...statement, ...more } }).notes ?? []).map(({ path }) => path),
    );
    const expected = [...names.map((name) => `Statement[0].${name}`), 'Statement[0]["a b"]'];
    assert.deepEqual(paths, [...expected, ...expected]);
  });

  it("nothing where AWS takes it as it is", () => {
    const json = {
      Version: "2008-10-17",
      Id: "a",
      Statement: [{ Sid: "b", ...statement, Action: ["kms:*", 5, true] }],
    };
    const read = {
      version: "2008-10-17",
      id: "a",
      statements: [
        {
          index: 0,
          sid: "b",
          effect: "Allow",
          principal: { anyone: true, AWS: ["*"], Service: [], Federated: [], CanonicalUser: [] },
          actions: ["kms:*", "5", "true"],
          resources: ["*"],
          conditions: [],
        },
      ],
    };
    assert.deepEqual(keyPolicyFromJson(json), read);
    const text = JSON.stringify(json);
    const source = { line: 1, column: text.indexOf("[") + 2, endLine: 1 };
    const [first] = read.statements;
    assert.deepEqual(parseKeyPolicy(text), {
      ...read,
      bytes: text.length,
      statements: [{ ...first, source }],
    });
    assert.deepEqual(keyPolicyFromJson({ Statement: [] }), { statements: [] });
  });

  it("characters outside Latin-1, the first of them, by its place", () => {
    for (const [character, name] of [
      ["ę", "0119"],
      ["\u200B", "200B"],
      ["😀", "1F600"],
    ] as const) {
      const text = `{\n"Id":\n "aü${character}😀", "Statement": []}`;
      const [note, ...others] = parseKeyPolicy(text).notes ?? [];
      assert.deepEqual([note?.path, note?.line, note?.column, others], ["", 3, 5, []]);
      assert.match(note?.message ?? "", new RegExp(`the character U\\+${name}, which AWS refuses`));
      assert.match(note?.remedy ?? "", /Latin-1/);
    }
  });

  it("a byte order mark at its beginning, and not elsewhere", () => {
    const text = JSON.stringify({ Id: "a", Statement: [] });
    const [mark] = parseKeyPolicy(`\uFEFF${text}`).notes ?? [];
    assert.deepEqual([mark?.path, mark?.line, mark?.column], ["", 1, 1]);
    assert.match(mark?.message ?? "", /begins with a byte order mark/);
    assert.match(mark?.remedy ?? "", /without a byte order mark/);
    for (const inner of ["a\uFEFF", "ę"]) {
      const [note] = parseKeyPolicy(text.replace('"a"', `"${inner}"`)).notes ?? [];
      assert.match(note?.message ?? "", /the character U\+/);
    }
  });
});

describe("a document", () => {
  it("is read up to a mebibyte, however long AWS lets it be", () => {
    const text = JSON.stringify({ Statement: [] });
    assert.equal(parseKeyPolicy(text.padEnd(1_048_576)).bytes, 1_048_576);
    assert.throws(
      () => parseKeyPolicy(Buffer.from(text.padEnd(1_048_577))),
      /^KeyPolicyError: the document is 1048577 bytes long; a key policy has at most 32,768 bytes$/,
    );
  });
});

describe("refuseNotes", () => {
  it("refuses what was noted, and nothing else", () => {
    const sound = keyPolicyFromJson({ Statement: [statement] });
    assert.equal(refuseNotes(sound), sound);
    const unnoted = { ...sound, notes: [] };
    assert.equal(refuseNotes(unnoted), unnoted);
    assert.throws(() => refuseNotes(keyPolicyFromJson({ Statement: [{ Effect: "Deny" }] })), KeyPolicyError);
  });
});
