/** A rule is a value: what it demands, why, how to mend it, and the function that decides. */
import type { Estate, Subjects } from "./facts";
import type { OptionValue, RuleOptions } from "./options";
import type { Standards } from "./standards";
import type { EstateVerdict, Verdict } from "./verdict";

export {
  notApplicable,
  pass,
  passUnless,
  unknown,
  violation,
  type Evidence,
  type EstateVerdict,
  type Verdict,
} from "./verdict";
export type { OptionSchema, OptionValue, RuleOption, RuleOptions } from "./options";

/** How bad a violation is. */
export type Severity = "critical" | "high" | "medium" | "low";

/** What CrossGuard does with a violation, unless its configuration says otherwise. Disabled: until an environment demands it. */
export type EnforcementLevel = "mandatory" | "advisory" | "disabled";

/** The area of the security checklist that a rule belongs to. */
export type Area = "Key management" | "Access control" | "Multi-Region" | "Monitoring" | "Operations";

/** Where a rule can decide: on a program's preview, on live keys, or on the steps of a preview that a review reads. */
export type Sight = "preview" | "live" | "review";

/** How to mend a violation. */
export interface Remedy {
  /** The setting of this project; left out where it has none for this. */
  readonly setting?: string;
  /** The raw property, for programs that use none of its components. */
  readonly property: string;
}

/** What every rule says of itself. */
export interface RuleText {
  /** Kebab-case, final: configuration, exemptions and reports refer to it. */
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly severity: Severity;
  readonly level: EnforcementLevel;
  readonly sight: readonly Sight[];
  readonly rationale: string;
  readonly remedy: Remedy;
  /** The page of the AWS documentation that the rule comes from. */
  readonly awsPage: string;
  readonly standards: Standards;
}

/** Every option of a rule that is looked at without regard to which rule it is. */
export type Options = Readonly<Record<string, OptionValue>>;

/** A rule about one thing at a time. */
export type SubjectRule<About extends keyof Subjects> = RuleText & {
  readonly about: About;
  /** Whether a policy that is attached apart can only be judged beside its key, whose tags, usage or kind decide. */
  readonly needsKey?: boolean;
  readonly options: RuleOptions<Options>;
  readonly check: (subject: Subjects[About], options: Options) => Verdict;
};

/** A rule that needs everything at once. */
export type EstateRule = RuleText & {
  readonly about: "estate";
  readonly options: RuleOptions<Options>;
  readonly check: (estate: Estate, options: Options) => readonly EstateVerdict[];
};

/** A rule as the front ends hold it, whatever its subject and options. */
export type Rule = { [About in keyof Subjects]: SubjectRule<About> }[keyof Subjects] | EstateRule;

type Declared<Check, Own extends object> = Omit<RuleText, "sight" | "standards"> & {
  /** Both fronts where left out. */
  readonly sight?: readonly Sight[];
  readonly standards?: Standards;
  readonly needsKey?: boolean;
  readonly check: Check;
} & (object extends Own ? { readonly options?: RuleOptions<Own> } : { readonly options: RuleOptions<Own> });

const bothFronts: readonly Sight[] = ["preview", "live"];

function ruleAbout<About extends keyof Subjects>(about: About) {
  return <Own extends object = object>(
    rule: Declared<(subject: Subjects[About], options: Own) => Verdict, Own>,
  ): SubjectRule<About> => ({
    sight: bothFronts,
    standards: {},
    ...rule,
    about,
    options: { ...rule.options },
    // The front ends check options against the rule's own schemas and fill in its defaults before they call.
    check: (subject, options) => rule.check(subject, options as Own),
  });
}

/** Declares a rule about keys. */
export const keyRule = ruleAbout("key");
/** Declares a rule about key policies, a key's own or attached apart. */
export const policyRule = ruleAbout("keyPolicy");
/** Declares a rule about grants. */
export const grantRule = ruleAbout("grant");
/** Declares a rule about aliases. */
export const aliasRule = ruleAbout("alias");
/** Declares a rule about the steps of a preview. */
export const changeRule = ruleAbout("change");

/** Declares a rule that needs the whole estate. */
export function estateRule<Own extends object = object>(
  rule: Declared<(estate: Estate, options: Own) => readonly EstateVerdict[], Own>,
): EstateRule {
  return {
    sight: bothFronts,
    standards: {},
    ...rule,
    about: "estate",
    options: { ...rule.options },
    check: (estate, options) => rule.check(estate, options as Own),
  };
}

/** The defaults of a rule's options. */
export function defaultsOf(rule: Rule): Options {
  return Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default]));
}
