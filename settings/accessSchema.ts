/** Who may do what with a key, as settings: the shape of the key policy's intent. */
import { z } from "zod";
import { capabilities as everyCapability } from "../kms/policy/build/capabilities";
import type { KeyPolicyIntent } from "../kms/policy/build/intent";

// "*" is a principal that AWS takes; whether it may stand in a key policy is the policy pack's to say.
const principal = z.string().regex(/^(\*|\d{12}|arn:aws[a-z-]*:(iam|sts)::(\d{12}|\*):.+)$/, {
  error: ({ input }) =>
    `"${String(input)}" is not a principal: write the ARN of a role, user or account root, or a 12-digit account id`,
});
const principals = z.array(principal).min(1);
const capabilities = z.array(z.enum(everyCapability)).min(1);
const texts = z.array(z.string()).exactOptional();
const organization = z
  .string()
  .regex(/^o-[a-z0-9]{10,32}$/, { error: "must be an organization id such as o-abc1234567" });
const encryptionContext = z.record(z.string(), z.union([z.string(), z.array(z.string())])).exactOptional();
const name = z
  .string()
  .regex(/^[A-Za-z0-9]+$/, { error: "must be letters and digits: it becomes part of a Sid" })
  .exactOptional();

const limits = { viaServices: texts, encryptionContext };
const use = { name, capabilities, ...limits };

const service = z.discriminatedUnion("service", [
  z.strictObject({ service: z.literal("cloudwatchLogs"), logGroups: texts }),
  z.strictObject({ service: z.literal("cloudtrail"), trails: texts }),
  z.strictObject({ service: z.literal("cloudwatchAlarms"), alarms: texts }),
  z.strictObject({ service: z.literal("eventbridge"), rules: texts, topics: texts }),
  z.strictObject({ service: z.literal("s3Notifications"), buckets: texts }),
  z.strictObject({ service: z.literal("route53Dnssec"), hostedZoneIds: texts }),
  z.strictObject({
    service: z.literal("other"),
    principal: z.string(),
    capabilities,
    sourceArns: texts,
    encryptionContext,
    grantsForServices: z.boolean().exactOptional(),
  }),
]);

const texted = z.union([z.string(), z.array(z.string())]);

const statement = z.strictObject({
  Sid: z.string().exactOptional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.record(z.string(), texted)]).exactOptional(),
  NotPrincipal: z.union([z.literal("*"), z.record(z.string(), texted)]).exactOptional(),
  Action: texted.exactOptional(),
  NotAction: texted.exactOptional(),
  Resource: texted.exactOptional(),
  Condition: z.record(z.string(), z.record(z.string(), texted)).exactOptional(),
});

/** The settings about access, for a key or as a default for all keys. */
export const accessShape = {
  rootAccess: z.enum(["iam", "none"]).exactOptional(),
  administrators: z.array(principal).exactOptional(),
  users: z.array(z.strictObject({ principals, ...use })).exactOptional(),
  grantsForServices: z.array(principal).exactOptional(),
  autoScalingRoles: z.array(z.union([z.literal("default"), principal])).exactOptional(),
  services: z.array(service).exactOptional(),
  organizations: z
    .array(z.strictObject({ id: organization, ...use, paths: texts, principalArns: texts }))
    .exactOptional(),
  shares: z
    .array(
      z.strictObject({
        principals,
        ...use,
        as: z.enum(["policy", "grant"]).exactOptional(),
        principalArns: texts,
        grantsForServices: z.boolean().exactOptional(),
        organization: organization.exactOptional(),
      }),
    )
    .exactOptional(),
  statements: z.array(statement).exactOptional(),
} satisfies Record<keyof KeyPolicyIntent, z.ZodType>;

/** The settings about access that are written among `settings`. */
export function accessOf(settings: Readonly<KeyPolicyIntent>): KeyPolicyIntent {
  const names = Object.keys(accessShape) as (keyof KeyPolicyIntent)[];
  return Object.fromEntries(
    names.flatMap((setting) => (settings[setting] === undefined ? [] : [[setting, settings[setting]]])),
  );
}
