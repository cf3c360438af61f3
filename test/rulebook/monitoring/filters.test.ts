import assert from "node:assert/strict";
import { matchesRecord } from "../../../rulebook/monitoring/filterPattern";

const record = {
  eventName: "ScheduleKeyDeletion",
  ...{ readOnly: false, gone: null, n: 5, a: { b: "c" }, text: "t", quoted: 'say "hi"', list: ["x", "y"] },
};

const matching: readonly string[] = [
  "  ",
  "\n{ $.text = t }\n",
  "{ $.readOnly is false }",
  "{ $.gone IS NULL }",
  "{ $.none not exists }",
  '{ $.text = "t" }',
  '{ $.quoted = "say \\"hi\\"" }',
  '{ $.quoted = "say*" }',
  "{ $.text = t* }",
  "{ $.text = *t }",
  "{ $.text = *t* }",
  "{ $.n = 5 }",
  "{ $.n != 6 }",
  "{ $.n < 6 }",
  "{ $.n > 4 }",
  "{ $.n <= 5 }",
  "{ $.n >= 5 }",
  "{ $.a.b = c }",
  "{ $.gone.b NOT EXISTS }",
  "{ $.readOnly = false }",
  "{ $.list[0] = x }",
  "{ ($.text = t) }",
  "{ $.text = t && $.n = 6 || $.n = 5 }",
];

const others: readonly string[] = [
  "x { $.text = t }",
  "{ $.text = t } x",
  "{ $.readOnly IS }",
  "{ $.readOnly IS TRUE }",
  "{ $.readOnly IS MAYBE }",
  "{ $.text IS TRUE }",
  "{ $.text IS NULL }",
  "{ $.none NOT }",
  "{ $.none NOT EXIST }",
  "{ $.text NOT EXISTS }",
  "{ $.text = }",
  "{ $.text }",
  "{ text = t }",
  "{ $.text ~ t }",
  "{ $.text = u* }",
  "{ $.text = *u }",
  "{ $.text = *u* }",
  "{ $.eventName = Schedule*Deletion }",
  "{ $.n = 6 }",
  "{ $.n != 5 }",
  "{ $.n < 5 }",
  "{ $.n > 5 }",
  "{ $.n <= 4 }",
  "{ $.n >= 6 }",
  "{ $.text > 1 }",
  "{ $.text < 1 }",
  "{ $.none > 1 }",
  "{ $.a.b = d }",
  "{ $.a.b.c = d }",
  "{ $.text.b = d }",
  "{ $.gone.b = d }",
  "{ $.readOnly = true }",
  "{ $.list[1] = x }",
  "{ ($.text = t }",
  "{ $.text = t) }",
  "{ $.text = t $.n = 5 }",
  "{ }",
  "{ && }",
  "{ $.text = u && ($.n = 6 || $.n = 5) }",
  "{ $.text = t || }",
  "{ $.list[0] = y }",
];

describe("filter patterns, by their grammar", () => {
  for (const pattern of matching)
    it(`match: ${JSON.stringify(pattern)}`, () => {
      assert.equal(matchesRecord(pattern, record), true);
    });
  for (const pattern of others)
    it(`do not match: ${JSON.stringify(pattern)}`, () => {
      assert.equal(matchesRecord(pattern, record), false);
    });
});
