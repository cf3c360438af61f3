/** The first policy of the pack: it holds the exemptions, and judges every resource once for all rules. */
import type {
  PolicyConfigSchema,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { rules } from "../rulebook";
import { type Exemption, Exemptions } from "../rulebook/exemptions";
import { factsOf } from "../rulebook/planned/factsOf";
import type { RulePolicy } from "./rulePolicy";
import type { Session } from "./session";
import { strayOptions } from "./strayOptions";

/** Its name. */
export const EXEMPTIONS = "kms-exemptions";

/** The policy that leads `followers`; where it is disabled, each of them judges for itself. */
export function leadPolicy(
  followers: readonly RulePolicy[],
  session: Session,
  say: (text: string) => void,
): ResourceValidationPolicy & StackValidationPolicy {
  let isConfigured = false;
  return {
    name: EXEMPTIONS,
    displayName: "Exemptions are needed and have not expired",
    description:
      "Exemptions are needed and have not expired. What covers no violation any more would hide the next one.",
    enforcementLevel: "advisory",
    configSchema,
    validateResource: (args: ResourceValidationArgs, report) => {
      if (!isConfigured) {
        const config = args.getConfig<{ exemptions?: readonly Exemption[] }>();
        const stray = strayOptions(config, Object.keys(configSchema.properties));
        if (stray !== undefined) report(stray);
        const { exemptions = [] } = config;
        session.exemptions = new Exemptions(exemptions, new Date().toISOString().slice(0, 10));
        session.isLed = isConfigured = true;
      }
      const facts = factsOf(args);
      if (facts !== undefined) session.wrote(args);
      for (const follower of followers) follower.prepareResource(args, facts);
    },
    validateStack: ({ resources }, report) => {
      const estate = session.estateOf(resources);
      for (const follower of followers) follower.prepareStack(estate);
      for (const problem of session.exemptions.problems()) report(problem);
      say(`kms-foundation policy pack: ${session.summary()}`);
    },
  };
}

const configSchema: PolicyConfigSchema = {
  properties: {
    exemptions: {
      type: "array",
      description: "rule, resource, reason and last day of each exemption",
      items: {
        type: "object",
        properties: {
          rule: { type: "string", enum: rules.map(({ id }) => id) },
          resource: { type: "string", minLength: 1 },
          reason: { type: "string", minLength: 10 },
          expires: { type: "string", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" },
        },
        required: ["rule", "resource", "reason", "expires"],
        additionalProperties: false,
      },
      default: [],
    },
  },
};
