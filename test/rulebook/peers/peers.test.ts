import assert from "node:assert/strict";
import { rules } from "../../../rulebook";
import { estateOf } from "../../../rulebook/facts";
import { judge, judgeEstate } from "../../../rulebook/judge";
import { defaultsOf, type Rule } from "../../../rulebook/rule";
import { optionsOfPeers, rulesFor } from "./checks";
import { differences } from "./differences";
import { factsOf, type Fixture, fixtures } from "./fixture";

const nameOf = ({ unit, path }: Fixture) => unit ?? path;

const optionsOf = (rule: Rule) => ({ ...defaultsOf(rule), ...optionsOfPeers[rule.id] });

function verdictOf(fixture: Fixture, ids: readonly string[]): "pass" | "fail" | "unknown" {
  const facts = factsOf(fixture);
  const statuses = rules
    .filter(({ id }) => ids.includes(id))
    .flatMap((rule) =>
      rule.about === "estate"
        ? judgeEstate(rule, estateOf(facts), optionsOf(rule)).map(({ verdict }) => verdict)
        : facts.flatMap((one) => judge(rule, one, optionsOf(rule)) ?? []),
    )
    .map(({ status }) => status);
  if (statuses.includes("violation")) return "fail";
  return statuses.includes("unknown") ? "unknown" : "pass";
}

const differenceOf = (fixture: Fixture) =>
  differences.find(
    ({ check, units, ours }) =>
      check === fixture.check && units.includes(nameOf(fixture)) && ours !== fixture.label,
  );

describe("the peers' fixtures", () => {
  it("are there, each of a check that we have a rule for", () => {
    assert.equal(fixtures.length, 341);
    const unheard = fixtures.filter(({ check }) => rulesFor(check) === undefined);
    assert.deepEqual(
      unheard.map(({ check }) => check),
      [],
    );
  });

  for (const fixture of fixtures) {
    const ids = rulesFor(fixture.check);
    if (ids === undefined) continue;
    const difference = differenceOf(fixture);
    const why = difference === undefined ? "as the peer" : `unlike the peer, because ${difference.because}`;
    it(`${fixture.peer} ${fixture.check}, ${nameOf(fixture)}: ${why}`, () => {
      assert.equal(verdictOf(fixture, ids), difference?.ours ?? fixture.label);
    });
  }

  it("are named by every difference", () => {
    const known = fixtures.map((fixture) => `${fixture.check} ${nameOf(fixture)}`);
    const stray = differences.flatMap(({ check, units }) =>
      units.map((unit) => `${check} ${unit}`).filter((name) => !known.includes(name)),
    );
    assert.deepEqual(stray, []);
  });
});
