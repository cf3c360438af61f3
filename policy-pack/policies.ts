/** Rules as CrossGuard policies. */
import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { KeyFacts, PolicyFacts } from "../rulebook/facts";
import type { OptionValue, Rule, RuleOption, Verdict } from "../rulebook/rule";
import { keyFacts, policyFacts } from "./facts";

/** The CrossGuard policy that enforces `rule` on every resource the rule is about. */
export function toPolicy(rule: Rule): ResourceValidationPolicy {
  return {
    name: rule.id,
    displayName: rule.title,
    description: `${rule.title}. ${rule.rationale}`,
    enforcementLevel: rule.level,
    url: rule.awsPage,
    ...(Object.keys(rule.options).length > 0 && { configSchema: configSchemaOf(rule) }),
    validateResource: (args, report) => {
      const verdict = judge(rule, args);
      if (verdict !== undefined) tell(rule, verdict, report);
    },
  };
}

function judge(rule: Rule, args: ResourceValidationArgs): Verdict | undefined {
  const options = { ...defaultsOf(rule), ...args.getConfig<Readonly<Record<string, OptionValue>>>() };
  if (rule.about === "key") {
    const key: KeyFacts | undefined = keyFacts(args);
    return key && rule.check(key, options);
  }
  const subject: PolicyFacts | undefined = policyFacts(args);
  return subject && rule.check(subject, options);
}

function tell(rule: Rule, verdict: Verdict, report: ReportViolation): void {
  const { setting, property } = rule.remedy;
  const mend = `Mend: ${setting} (in the stack's settings), or ${property} (on a resource of your own).`;
  if (verdict.status === "violation") report(`${sentence(verdict.message)} ${mend}`);
  if (verdict.status === "unknown" && verdict.reportedBy === undefined) {
    report(
      `The ${verdict.what} is not known at preview, so nothing can judge it: write it out as a plain value. ${mend}`,
    );
  }
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

function defaultsOf(rule: Rule): Record<string, OptionValue> {
  return Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default]));
}

function configSchemaOf(rule: Rule): PolicyConfigSchema {
  return {
    properties: Object.fromEntries(
      Object.entries(rule.options).map(([name, option]) => [name, schemaOf(option)]),
    ),
  };
}

function schemaOf({ schema, default: value }: RuleOption<OptionValue>): PolicyConfigJSONSchema {
  const { items, ...rest } = schema;
  return { ...rest, ...(items && { items }), default: typeof value === "object" ? [...value] : value };
}
