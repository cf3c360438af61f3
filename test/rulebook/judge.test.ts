import assert from "node:assert/strict";
import type { Subjects } from "../../rulebook/facts";
import { judge, judgeEstate } from "../../rulebook/judge";
import {
  aliasRule,
  changeRule,
  estateRule,
  grantRule,
  keyRule,
  pass,
  policyRule,
  type Rule,
} from "../../rulebook/rule";
import { estate, soundAlias, soundGrant, soundKey } from "./soundKey";

const text = {
  id: "kms-test",
  title: "T",
  area: "Operations",
  severity: "low",
  level: "advisory",
  rationale: "R",
  remedy: { property: "P" },
  awsPage: "https://docs.aws.amazon.com/",
} as const;

const change = { resource: soundKey.resource, operation: "delete", replacedBy: [], retained: false };
const facts = {
  key: soundKey,
  keyPolicy: soundKey,
  grant: soundGrant,
  alias: soundAlias,
  change,
};
const declare: {
  readonly [About in keyof Subjects]: (check: (subject: Subjects[About]) => typeof pass) => Rule;
} = {
  key: (check) => keyRule({ ...text, check }),
  keyPolicy: (check) => policyRule({ ...text, check }),
  grant: (check) => grantRule({ ...text, check }),
  alias: (check) => aliasRule({ ...text, check }),
  change: (check) => changeRule({ ...text, check }),
};
const subjects = Object.keys(facts) as readonly (keyof Subjects)[];

describe("judge", () => {
  for (const about of subjects) {
    const asked: unknown[] = [];
    const rule = declare[about]((subject) => {
      asked.push(subject);
      return pass;
    });
    it(`asks a rule about a ${about} about that`, () => {
      assert.equal(judge(rule, facts, {}), pass);
      assert.deepEqual(asked, [facts[about]]);
    });
    it(`does not ask a rule about a ${about} where there is none`, () => {
      assert.equal(judge(rule, { ...facts, [about]: undefined }, {}), undefined);
    });
    it(`tells the failure of a rule about a ${about} as its violation`, () => {
      const failing = declare[about](() => {
        throw new TypeError("no such fact");
      });
      const verdict = judge(failing, facts, {});
      assert.equal(verdict?.status, "violation");
      assert.match(JSON.stringify(verdict), /the rule itself failed \(TypeError: no such fact\)/);
    });
  }

  const failing = estateRule({
    ...text,
    check() {
      throw new RangeError("too much");
    },
  });

  it("asks a rule about the estate about no single resource", () => {
    assert.equal(judge(failing, facts, {}), undefined);
  });

  it("tells the failure of a rule about the estate as one violation of it", () => {
    const verdicts = judgeEstate(failing, estate(), {});
    assert.equal(verdicts.length, 1);
    assert.equal(verdicts[0]?.verdict.status, "violation");
    assert.match(JSON.stringify(verdicts), /the rule itself failed \(RangeError: too much\)/);
  });

  it("tells what is thrown and is no error", () => {
    const odd = estateRule({
      ...text,
      check() {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a rule calls may throw anything
        throw "a text";
      },
    });
    assert.match(JSON.stringify(judgeEstate(odd, estate(), {})), /the rule itself failed \(a text\)/);
  });
});
