/**
 * The report of an assessment: plain data, from which every format is made. `--format json` writes it as it is here, and
 * `docs/schemas/assess.schema.json` is generated from it.
 *
 * Times are ISO 8601, accounts 12 digits, resources ARNs, scores shares in percent with one decimal (`docs/score.md`).
 * Whoever draws a page finds: the score by area, Region and account in `scores`; keys, with who can do what (`permissions`, each
 * with a request that proves it), related keys (`related`), shares (`sharedWith`), rotation and deletion dates, in `keys`; what is
 * wrong, the worst first, in `findings`; what to do, the most worth first, in `recommendations`.
 */
import { z } from "zod";
import { grant } from "./grant";

const severity = z.enum(["critical", "high", "medium", "low"]);
const area = z.enum(["Key management", "Access control", "Multi-Region", "Monitoring", "Operations"]);
const percent = z.number().min(0).max(100);
/** Null where no rule applied. */
const score = percent.nullable();
const time = z.string();

const tally = z.object({
  score,
  /** Checks that passed, and that applied. */
  passed: z.number(),
  applied: z.number(),
});

const witness = z
  .object({
    principalType: z.string(),
    principal: z.string(),
    account: z.string().optional(),
    organization: z.string().optional(),
    action: z.string(),
    resource: z.string(),
    context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  })
  .meta({ description: "a request that AWS would allow" });

const evidence = z.object({
  statement: z.string().optional().meta({ description: "statement 2 (ReadFromPartner)" }),
  witness: witness.optional(),
  told: z.string().optional().meta({ description: "the witness in words" }),
});

const finding = z.object({
  id: z
    .string()
    .meta({ description: "the same in every run as long as the same thing is wrong with the same resource" }),
  rule: z.string(),
  title: z.string(),
  severity,
  area,
  resource: z.string().meta({
    description:
      "ARN of the key, alias, grant, trail, ...; of the account's root where it concerns the account",
  }),
  resourceType: z.string().meta({ description: "AWS::KMS::Key" }),
  name: z.string().meta({ description: "what readers know the resource by: an alias, a name" }),
  key: z.string().nullable().meta({ description: "ARN of the key it is about, or belongs to" }),
  region: z.string(),
  account: z.string(),
  message: z.string(),
  evidence: z.array(evidence),
  witness: witness.nullable().meta({ description: "the first request that proves it" }),
  remediation: z.string(),
  page: z.string().meta({ description: "the page of the AWS documentation that the rule comes from" }),
});

const permission = z.object({
  principals: z.array(z.string()),
  explicit: z.boolean().meta({
    description: "whether the policy names these very principals, rather than their account or everyone",
  }),
  zone: z.enum(["owner", "trusted", "named", "arbitrary", "service"]).meta({
    description:
      "owner: the key's account; trusted: accounts that the owner trusts; named: others that the policy names; arbitrary: anyone",
  }),
  account: z.string(),
  who: z.string().meta({ description: "the principals in words" }),
  actions: z.array(z.string()),
  conditions: z.array(z.string()).meta({ description: "in words" }),
  needsIdentityPolicy: z
    .boolean()
    .meta({ description: "whether an IAM policy of the principals' account must allow it too" }),
  statement: z.string().meta({ description: "statement 2 (ReadFromPartner)" }),
  witness,
  told: z.string().meta({ description: "the witness in words" }),
});

const key = z.object({
  arn: z.string(),
  keyId: z.string(),
  name: z.string().meta({ description: "its first alias, or its id" }),
  account: z.string(),
  region: z.string(),
  ...tally.shape,
  aliases: z.array(z.string()),
  readAt: time,
  unread: z
    .array(z.object({ action: z.string(), problem: z.string() }))
    .meta({ description: "calls that AWS did not answer: what they would have told is null below" }),
  description: z.string().nullable(),
  state: z.string().nullable(),
  spec: z.string().nullable(),
  usage: z.string().nullable(),
  origin: z.string().nullable(),
  createdAt: time.nullable(),
  tags: z.record(z.string(), z.string()).nullable(),
  customKeyStore: z.object({ id: z.string(), state: z.string().nullable() }).nullable(),
  role: z.enum(["singleRegion", "primary", "replica"]).nullable(),
  related: z
    .array(z.object({ arn: z.string(), region: z.string(), role: z.enum(["primary", "replica"]) }))
    .meta({ description: "the other keys of a multi-Region key" }),
  rotation: z
    .object({
      enabled: z.boolean(),
      periodInDays: z.number().nullable(),
      lastAt: time.nullable(),
      nextAt: time.nullable(),
    })
    .nullable()
    .meta({ description: "null where AWS KMS cannot rotate the key, or did not say" }),
  deletionAt: time
    .nullable()
    .meta({ description: "when AWS deletes the key; null also while a primary waits for its replicas" }),
  materialExpiresAt: time.nullable(),
  lastUse: z
    .object({ at: time.nullable(), operation: z.string().nullable(), recordedSince: time.nullable() })
    .nullable()
    .meta({ description: "null where it was not asked for" }),
  access: z
    .enum(["public", "external", "private"])
    .nullable()
    .meta({ description: "who can use it: anyone, outsiders that its policy names, or its account alone" }),
  sharedWith: z.array(z.string()).meta({ description: "other accounts that its policy or a grant lets in" }),
  permissions: z.array(permission),
  grants: z.array(grant).nullable(),
});

const recommendation = z.object({
  rule: z.string(),
  title: z.string(),
  severity,
  area,
  findings: z.number(),
  resources: z.array(z.string()).meta({ description: "ARNs, each once" }),
  gain: percent.meta({ description: "points that the total score gains when all of it is mended" }),
  why: z.string(),
  remediation: z.string(),
  page: z.string(),
});

const rule = z.object({
  id: z.string(),
  title: z.string(),
  severity,
  area,
  rationale: z.string(),
  remediation: z.string(),
  page: z.string(),
  standards: z
    .record(z.string(), z.array(z.string()))
    .meta({ description: "ids of controls by standard: cis, fsbp, nist, pci" }),
  passed: z.number(),
  failed: z.number(),
  exempt: z.number(),
  undecided: z
    .number()
    .meta({ description: "checks without a verdict because the fact was not asked for: they count nowhere" }),
});

const exempted = z.object({
  finding,
  reason: z.string(),
  expires: z.string().meta({ description: "the last day that the exemption holds" }),
});

const comparison = z.object({
  file: z.string(),
  finishedAt: time.meta({ description: "of the saved run" }),
  score,
  fixed: z.array(finding),
  unchanged: z
    .number()
    .meta({ description: "findings that the saved run has too; they are not among `findings`" }),
});

/** The whole report. */
export const report = z
  .object({
    version: z.literal(1),
    tool: z.object({ name: z.literal("kms-audit"), version: z.string() }),
    startedAt: time,
    finishedAt: time,
    score,
    scores: z.object({
      total: tally,
      areas: z.array(tally.extend({ area })),
      regions: z.array(tally.extend({ region: z.string() })),
      accounts: z.array(tally.extend({ account: z.string(), name: z.string().nullable() })),
    }),
    keys: z.array(key),
    findings: z
      .array(finding)
      .meta({ description: "the worst first; with a baseline, only those that are new" }),
    recommendations: z.array(recommendation),
    rules: z.array(rule).meta({ description: "the rules that were applied" }),
    exempted: z.array(exempted),
    baseline: comparison.nullable(),
    notes: z.array(z.string()).meta({
      description:
        "what else a reader must know: exemptions that cover nothing, Regions that are not enabled",
    }),
  })
  .meta({
    title: "kms-audit assess",
    description: "The report of kms-audit assess --format json",
  });

/** The report. */
export type Report = z.infer<typeof report>;
/** Something that is wrong. */
export type Finding = z.infer<typeof finding>;
/** A key, and who can do what with it. */
export type KeyReport = z.infer<typeof key>;
/** What some principals can do by one statement of a key policy. */
export type PermissionReport = z.infer<typeof permission>;
/** What to do about all findings of one rule. */
export type Recommendation = z.infer<typeof recommendation>;
/** A rule, and what it found. */
export type RuleReport = z.infer<typeof rule>;
/** A finding that an exemption covers. */
export type Exempted = z.infer<typeof exempted>;
/** A score with the checks behind it. */
export type TallyReport = z.infer<typeof tally>;
