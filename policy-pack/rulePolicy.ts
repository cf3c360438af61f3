/**
 * A rule as a CrossGuard policy that costs nothing where it has nothing to say.
 *
 * The SDK deserializes each resource again for each policy, and the whole stack for each policy about stacks: with fifty rules most
 * of a preview would go there. So one policy, the first of the pack, judges for all (`leadPolicy.ts`), and a rule has a function to
 * call only while there is something to tell: the SDK reads `validateResource` and `validateStack` anew at each resource.
 */
import type {
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidation,
} from "@pulumi/policy";
import type { Estate, ResourceFacts } from "../rulebook/facts";
import { judge, judgeAttached, judgeEstate } from "../rulebook/judge";
import { defaultsOf, type Options, type Rule } from "../rulebook/rule";
import type { Verdict } from "../rulebook/verdict";
import { configSchemaOf } from "./configSchema";
import { factsOf, type PulumiResource } from "../rulebook/planned/factsOf";
import { mendOf, messageOf } from "./message";
import { remediationOf } from "./remediations";
import type { Session } from "./session";
import { strayOptions } from "./strayOptions";

/** A message about a resource, or about the stack. */
interface Told {
  readonly message: string;
  readonly urn?: string;
}

/** The CrossGuard policy of one rule. */
export class RulePolicy {
  /** Undefined until CrossGuard has called the rule once; it never does where the rule is disabled. */
  private options: Options | undefined;
  private readonly untold = new Map<string, string>();
  private readonly validations: ResourceValidation[] = [
    (args, report) => {
      this.first(args, report);
    },
  ];
  /** Undefined until the lead policy has judged the stack. */
  private aboutStack: readonly Told[] | undefined;

  constructor(
    readonly rule: Rule,
    private readonly session: Session,
  ) {}

  /** What CrossGuard is given. */
  toPolicy(): ResourceValidationPolicy {
    const { rule } = this;
    const remediation = remediationOf(rule);
    const policy: ResourceValidationPolicy = {
      name: rule.id,
      displayName: rule.title,
      description: `${rule.title}. ${rule.rationale}`,
      enforcementLevel: rule.level,
      remediationSteps: mendOf(rule.remedy),
      tags: [rule.area],
      url: rule.awsPage,
      ...(Object.keys(rule.options).length > 0 && { configSchema: configSchemaOf(rule) }),
      validateResource: this.validations,
      ...(remediation !== undefined && { remediateResource: remediation }),
    };
    return rule.about === "estate" || rule.needsKey === true
      ? Object.defineProperty(policy, "validateStack", { get: () => this.stackValidation() })
      : policy;
  }

  /** Judges a resource before CrossGuard comes to this rule. */
  prepareResource(resource: PulumiResource, facts: ResourceFacts | undefined): void {
    if (this.options === undefined) return; // it must be called to learn its options
    const message = facts && this.about(resource, facts);
    if (message !== undefined) this.untold.set(resource.urn, message);
    this.callOnlyIfNeeded();
  }

  /** Judges the stack before CrossGuard comes to this rule. */
  prepareStack(estate: Estate): void {
    if (this.options !== undefined) this.aboutStack = this.aboutEstate(estate);
  }

  private first(args: ResourceValidationArgs, report: ReportViolation): void {
    if (this.options === undefined) {
      const config = args.getConfig<Options>();
      this.options = { ...defaultsOf(this.rule), ...config };
      const stray = strayOptions(config, Object.keys(this.rule.options));
      if (stray !== undefined) report(stray);
    }
    const facts = factsOf(args);
    if (facts !== undefined) this.session.wrote(args);
    const message = facts && this.about(args, facts);
    if (message !== undefined) report(message);
    // Where nobody judges for this rule, it goes on by itself.
    if (this.session.isLed)
      this.validations.splice(0, 1, (next, tell) => {
        this.tell(next, tell);
      });
  }

  private tell({ urn }: ResourceValidationArgs, report: ReportViolation): void {
    const message = this.untold.get(urn);
    this.untold.delete(urn);
    if (message !== undefined) report(message);
    this.callOnlyIfNeeded();
  }

  private callOnlyIfNeeded(): void {
    this.validations.length = 0;
    if (this.untold.size > 0)
      this.validations.push((args, report) => {
        this.tell(args, report);
      });
  }

  private stackValidation(): StackValidation | undefined {
    const prepared = this.aboutStack;
    if (prepared?.length === 0) return undefined;
    return ({ resources }, report) => {
      const told = prepared ?? this.aboutEstate(this.session.estateOf(resources));
      for (const { message, urn } of told) report(message, urn);
    };
  }

  private about(resource: PulumiResource, facts: ResourceFacts): string | undefined {
    const verdict = judge(this.rule, facts, this.options ?? defaultsOf(this.rule));
    return verdict && this.told(verdict, resource);
  }

  private aboutEstate(estate: Estate): readonly Told[] {
    const { rule } = this;
    const options = this.options ?? defaultsOf(rule);
    const verdicts =
      rule.about === "estate" ? judgeEstate(rule, estate, options) : judgeAttached(rule, estate, options);
    return verdicts.flatMap(({ resource, verdict }): Told[] => {
      const message = this.told(verdict, { urn: resource?.id ?? "", name: resource?.name ?? "stack" });
      return message === undefined ? [] : [{ message, ...(resource !== undefined && { urn: resource.id }) }];
    });
  }

  /** The message, unless an exemption covers it. */
  private told(
    verdict: Verdict,
    { urn, name }: { readonly urn: string; readonly name: string },
  ): string | undefined {
    const { id, remedy, severity } = this.rule;
    const message = messageOf(verdict, remedy);
    if (message === undefined) {
      this.session.judged(id, verdict.status);
      return undefined;
    }
    const { exemptions } = this.session;
    const exemption = exemptions.covering({ rule: id, name, urn });
    if (exemption !== undefined && !exemptions.isExpired(exemption)) return undefined;
    this.session.violated(id, severity, urn);
    return exemption === undefined ? message : `${message} Its exemption expired on ${exemption.expires}.`;
  }
}
