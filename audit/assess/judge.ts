/** Holds live keys to the rulebook: key by key as they are read, and each account as a whole at its end. */
import {
  type Estate,
  estateOf,
  type KeyFacts,
  type Resource,
  type ResourceFacts,
} from "../../rulebook/facts";
import { judge, judgeEstate } from "../../rulebook/judge";
import type { Action } from "./collect/calls";
import { livePolicy } from "./facts/livePolicy";
import { defaultsOf, type Options, type Rule } from "../../rulebook/rule";
import type { Verdict } from "../../rulebook/verdict";
import type { Configuration } from "../configuration";
import type { FactsOfKey } from "./facts/keys";

/** One verdict, and what it is about. */
export interface Check {
  readonly rule: Rule;
  readonly verdict: Verdict;
  readonly account: string;
  readonly region: string;
  /** Undefined where it concerns the account. */
  readonly resource: Resource | undefined;
  /** ARN of the key that the resource is, or belongs to. */
  readonly key: string | undefined;
  /** Whether something that the rule may need could not be read, so that an unknown verdict is no pass. */
  readonly hasGap: boolean;
}

/** The rules that can decide on live keys. */
export function liveRules({ rules }: Configuration): readonly Rule[] {
  return rules.filter(({ sight }) => sight.includes("live"));
}

/** Rules about facts that not every assessment asks for, and the calls that do: none reads CloudTrail's records. */
const readOnRequest: ReadonlyMap<string, readonly Action[]> = new Map([
  ["kms-unused-key", ["kms:GetKeyLastUsage"]],
  ["kms-root-user", []],
  ["kms-direct-encryption", []],
]);

/** Judges one account. */
export class AccountJudge {
  private readonly facts: ResourceFacts[] = [];
  private readonly owners = new Map<string, string>();
  /** The calls that failed, by the ARN of what they are about. */
  private readonly incomplete = new Map<string, ReadonlySet<string>>();
  private readonly rules: readonly Rule[];

  constructor(
    private readonly account: string,
    private readonly configuration: Configuration,
    private readonly told: (check: Check) => void,
  ) {
    this.rules = liveRules(configuration);
  }

  /** Judges a key with its grants and aliases, and keeps the facts for the rules about the account as a whole. */
  addKey({ key, policyText, grants, aliases, gap }: FactsOfKey): void {
    const arn = (key ?? gap)?.resource.id;
    if (gap !== undefined) this.addGap(gap);
    if (arn !== undefined) this.owners.set(arn, arn);
    for (const { resource } of [...grants, ...aliases])
      if (arn !== undefined) this.owners.set(resource.id, arn);
    const own: ResourceFacts[] = [
      ...(key === undefined ? [] : [{ key, keyPolicy: key }]),
      ...grants.map((grant) => ({ grant })),
      ...aliases.map((alias) => ({ alias })),
    ];
    for (const facts of own) this.judgeOne(facts);
    if (key !== undefined) {
      const kept = withoutPolicy(key, policyText);
      own[0] = { key: kept, keyPolicy: kept };
    }
    this.facts.push(...own);
  }

  /** Judges what is no key, and keeps the facts for the rules about the account as a whole. */
  addFacts(facts: readonly ResourceFacts[]): void {
    for (const one of facts) this.judgeOne(one);
    this.facts.push(...facts);
  }

  /** Notes what could not be read. */
  addGap(gap: NonNullable<ResourceFacts["gap"]>): void {
    this.incomplete.set(gap.resource.id, new Set(gap.calls.map(({ action }) => action)));
    this.facts.push({ gap });
  }

  /** Judges the account as a whole. */
  finish(): void {
    const estate: Estate = estateOf(this.facts);
    for (const rule of this.rules) {
      if (rule.about !== "estate") continue;
      for (const { resource, region, verdict } of judgeEstate(rule, estate, this.optionsOf(rule)))
        this.tell(rule, verdict, resource, typeof region === "string" ? region : this.regionOf(resource));
    }
  }

  private judgeOne(facts: ResourceFacts): void {
    for (const rule of this.rules) {
      const verdict = judge(rule, facts, this.optionsOf(rule));
      if (verdict === undefined || rule.about === "estate" || rule.about === "change") continue;
      const subject = facts[rule.about];
      if (subject === undefined) continue;
      this.tell(rule, verdict, subject.resource, String(subject.region));
    }
  }

  private tell(rule: Rule, verdict: Verdict, resource: Resource | undefined, region: string): void {
    const key = resource && this.owners.get(resource.id);
    const hasGap = this.lacks(rule, resource?.id) || this.lacks(rule, key);
    this.told({ rule, verdict, account: this.account, region, resource, key, hasGap });
  }

  private lacks({ id: rule }: Rule, id: string | undefined): boolean {
    const failed = id === undefined ? undefined : this.incomplete.get(id);
    if (failed === undefined) return false;
    const reading = readOnRequest.get(rule);
    return reading === undefined || reading.some((call) => failed.has(call));
  }

  private optionsOf(rule: Rule): Options {
    return { ...defaultsOf(rule), ...this.configuration.options[rule.id] };
  }

  /** ARNs name their Region but for what is global. */
  private regionOf(resource: Resource | undefined): string {
    const region = resource?.id.split(":")[3] ?? "";
    return region === "" ? "global" : region;
  }
}

/**
 * The rulebook remembers its analysis of a policy as long as the policy lives, and ten thousand of them would fill the memory. Few
 * rules about the whole account look at policies, and at few of them: these are read again then.
 */
function withoutPolicy(key: KeyFacts, text: string | undefined): KeyFacts {
  if (text === undefined) return key;
  return {
    ...key,
    get policy() {
      return livePolicy(text);
    },
  };
}
