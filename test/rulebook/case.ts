/** Cases as data: what a rule is shown, and what it must say. */
import type { Estate, Subjects } from "../../rulebook/facts";
import { judgeEstate } from "../../rulebook/judge";
import { defaultsOf, type Rule } from "../../rulebook/rule";
import type { Verdict } from "../../rulebook/verdict";
import { soundAlias, soundGrant, soundKey } from "./soundKey";

type Changes = {
  readonly [About in keyof Subjects]: Partial<Subjects[About]>;
}[keyof Subjects];

export interface Case {
  readonly name: string;
  /** What differs from the sound key, grant, alias, ... that the rule is about. */
  readonly with?: Changes;
  /** What a rule about the estate is shown. */
  readonly estate?: Estate;
  /** The resource whose verdict counts; the first one, where left out. */
  readonly on?: string;
  readonly options?: Readonly<Record<string, number | boolean | string | readonly string[]>>;
  readonly expect: Verdict["status"];
  readonly message?: RegExp;
}

export type Cases = Readonly<Record<string, readonly Case[]>>;

/** The rule's verdict on a case; a rule that finds nothing to look at does not apply. */
export function verdictOf(rule: Rule, { with: changes, estate, on, options }: Case): Verdict {
  const all = { ...defaultsOf(rule), ...options };
  switch (rule.about) {
    case "key":
      return rule.check({ ...soundKey, ...(changes as Partial<Subjects["key"]>) }, all);
    case "keyPolicy":
      return rule.check({ ...soundKey, ...(changes as Partial<Subjects["keyPolicy"]>) }, all);
    case "grant":
      return rule.check({ ...soundGrant, ...(changes as Partial<Subjects["grant"]>) }, all);
    case "alias":
      return rule.check({ ...soundAlias, ...(changes as Partial<Subjects["alias"]>) }, all);
    case "change":
      return rule.check(
        {
          resource: soundKey.resource,
          operation: "update",
          replacedBy: [],
          retained: false,
          ...(changes as Partial<Subjects["change"]>),
        },
        all,
      );
    case "estate": {
      if (estate === undefined) throw new Error(`a case of ${rule.id} needs an estate`);
      const verdicts = judgeEstate(rule, estate, all);
      const one = verdicts.find(({ resource }) => on === undefined || resource?.name === on);
      return one?.verdict ?? { status: "notApplicable", reason: "nothing to look at" };
    }
  }
}
