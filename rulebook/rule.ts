/** A rule is a value: what it demands, why, how to mend it, and the function that decides. */
import type { KeyFacts, PolicyFacts } from "./facts";

/** How bad a violation is. */
export type Severity = "critical" | "high" | "medium" | "low";

/** What CrossGuard does with a violation, unless its configuration says otherwise. */
export type EnforcementLevel = "mandatory" | "advisory" | "disabled";

/** The area of the security checklist that a rule belongs to. */
export type Area = "Key management" | "Access control" | "Multi-Region" | "Monitoring" | "Operations";

/** What a rule found. Unknown is never a pass. */
export type Verdict =
  | { readonly status: "pass" }
  | { readonly status: "notApplicable"; readonly reason: string }
  /** `what` names the property that is not known; `reportedBy` is the rule that reports it, so that one gap is told once. */
  | { readonly status: "unknown"; readonly what: string; readonly reportedBy?: string }
  /** `message` says what is wrong and where; the mend is the rule's own. */
  | { readonly status: "violation"; readonly message: string };

/** JSON schema of an option, as far as options need it. */
export interface OptionSchema {
  readonly type: "integer" | "boolean" | "string" | "array";
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly type: "string" };
}

/** What an option may be. */
export type OptionValue = number | boolean | string | readonly string[];

/** An option of a rule: its JSON schema and default travel into the policy pack's configuration. */
export interface RuleOption<T extends OptionValue> {
  readonly schema: OptionSchema;
  readonly default: T;
}

/** The options of a rule, by name. */
export type RuleOptions<Options> = {
  readonly [Name in keyof Options]: RuleOption<Extract<Options[Name], OptionValue>>;
};

/** How to mend a violation: the setting of this project, and the raw property for programs that use none of its components. */
export interface Remedy {
  readonly setting: string;
  readonly property: string;
}

interface RuleText {
  /** Kebab-case, final: configuration, exemptions and reports refer to it. */
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly severity: Severity;
  readonly level: EnforcementLevel;
  readonly rationale: string;
  readonly remedy: Remedy;
  /** The page of the AWS documentation that the rule comes from. */
  readonly awsPage: string;
}

/** A rule about one key (`Subject` KeyFacts) or about any key policy, attached to a key or apart from it (PolicyFacts). */
export interface RuleAbout<Subject extends PolicyFacts, Options> extends RuleText {
  readonly options: RuleOptions<Options>;
  readonly check: (subject: Subject, options: Options) => Verdict;
}

/** A rule as the front ends hold it, whatever its subject and options. */
export type Rule = RuleText & {
  readonly options: RuleOptions<Readonly<Record<string, OptionValue>>>;
} & (
    | {
        readonly about: "key";
        readonly check: (key: KeyFacts, options: Readonly<Record<string, OptionValue>>) => Verdict;
      }
    | {
        readonly about: "keyPolicy";
        readonly check: (subject: PolicyFacts, options: Readonly<Record<string, OptionValue>>) => Verdict;
      }
  );

/** Declares a rule about keys. */
export function keyRule<Options extends object = object>(rule: RuleAbout<KeyFacts, Options>): Rule {
  return {
    about: "key",
    ...rule,
    options: { ...rule.options },
    check: (key, options) => rule.check(key, options as Options),
  };
}

/** Declares a rule about key policies. */
export function policyRule<Options extends object = object>(rule: RuleAbout<PolicyFacts, Options>): Rule {
  return {
    about: "keyPolicy",
    ...rule,
    options: { ...rule.options },
    check: (subject, options) => rule.check(subject, options as Options),
  };
}

/** The verdict of a rule that is kept. */
export const pass: Verdict = { status: "pass" };

/** A violation; `message` says what is wrong. */
export const violation = (message: string): Verdict => ({ status: "violation", message });

/** A rule that does not apply to this key, and why. */
export const notApplicable = (reason: string): Verdict => ({ status: "notApplicable", reason });

/** A rule that cannot decide because `what` is not known yet, which the rule `reportedBy` reports, or else this one. */
export const unknown = (what: string, reportedBy?: string): Verdict => ({
  status: "unknown",
  what,
  ...(reportedBy !== undefined && { reportedBy }),
});
