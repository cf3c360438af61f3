/** Reports to draw: a small estate that has something of everything, and as many findings as wanted. */
import type { Finding, KeyReport, PermissionReport, Report } from "../../../audit/assess/report";

const account = "111111111111";

function permission(
  name: string,
  zone: PermissionReport["zone"],
  actions: string[],
  arn: string,
): PermissionReport {
  const witness = {
    principalType: "AWS",
    principal: `arn:aws:iam::222222222222:role/${name}`,
    action: actions[0] ?? "kms:Decrypt",
    resource: arn,
    context: {},
  };
  return {
    principals: [witness.principal],
    explicit: true,
    zone,
    account: "222222222222",
    who: witness.principal,
    actions,
    conditions: zone === "named" ? ["kms:ViaService is s3.us-east-1.amazonaws.com"] : [],
    needsIdentityPolicy: zone !== "service",
    statement: `statement 2 (${name})`,
    witness,
    told: `role ${name} of account 222222222222 can call ${witness.action}`,
  };
}

function key(
  index: number,
  region: string,
  role: KeyReport["role"],
  more: Partial<KeyReport> = {},
): KeyReport {
  const keyId = `mrk-${String(index).padStart(32, "0")}`;
  const arn = `arn:aws:kms:${region}:${account}:key/${keyId}`;
  return {
    arn,
    keyId,
    name: `alias/prod/data-${String(index)}`,
    account,
    region,
    score: 92.5,
    passed: 37,
    applied: 40,
    aliases: [`alias/prod/data-${String(index)}`],
    readAt: "2026-11-24T10:00:00Z",
    unread: [],
    description: "Data at rest",
    state: "Enabled",
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    createdAt: "2025-01-01T00:00:00Z",
    tags: {},
    customKeyStore: null,
    role,
    related: [],
    rotation: {
      enabled: true,
      periodInDays: 365,
      lastAt: null,
      nextAt: `2027-0${String(1 + (index % 9))}-01T00:00:00Z`,
    },
    deletionAt: null,
    materialExpiresAt: null,
    lastUse: null,
    access: "external",
    sharedWith: ["222222222222"],
    permissions: [
      permission("Reader", "named", ["kms:Decrypt", "kms:DescribeKey"], arn),
      permission("KeyAdministrator", "owner", ["kms:PutKeyPolicy", "kms:CreateGrant"], arn),
    ],
    grants: [],
    ...more,
  };
}

const rules: Report["rules"] = (["critical", "high", "medium", "low"] as const).map((severity) => ({
  id: `kms-rule-${severity}`,
  title: `No ${severity} fault`,
  severity,
  area: severity === "critical" ? "Access control" : "Key management",
  rationale: "Because data is lost otherwise.",
  remediation: "mend it with <b>care</b>",
  page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  standards: { cis: ["3.6"] },
  passed: 10,
  failed: 3,
  exempt: 0,
  undecided: 0,
}));

function finding(index: number, keys: readonly KeyReport[]): Finding {
  const rule = rules[index % rules.length];
  const about = keys[index % keys.length];
  if (rule === undefined || about === undefined) throw new Error("no rule, or no key");
  const [first] = about.permissions;
  return {
    id: String(index),
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    area: rule.area,
    resource: about.arn,
    resourceType: "AWS::KMS::Key",
    name: about.name,
    key: about.arn,
    region: about.region,
    account,
    message: `fault ${String(index)} </script><img src=x onerror=alert(1)>`,
    evidence:
      first === undefined ? [] : [{ statement: first.statement, witness: first.witness, told: first.told }],
    witness: first?.witness ?? null,
    remediation: rule.remediation,
    page: rule.page,
  };
}

const tally = { score: 91.3, passed: 913, applied: 1000 };

/** A report with so many findings, on a third as many keys in two Regions. */
export function reportOf(findings: number): Report {
  const pairs = Math.max(2, Math.ceil(findings / 6));
  const keys = Array.from({ length: pairs }, (_, index) => [
    key(
      index,
      "us-east-1",
      "primary",
      index === 0 ? { deletionAt: "2026-12-20T00:00:00Z", state: "PendingReplicaDeletion" } : {},
    ),
    key(
      index,
      "eu-west-1",
      "replica",
      index === 1 ? { materialExpiresAt: "2027-02-01T00:00:00Z", access: "private" } : {},
    ),
  ]).flat();
  return {
    version: 1,
    tool: { name: "kms-audit", version: "0.1.0" },
    startedAt: "2026-11-24T10:00:00Z",
    finishedAt: "2026-11-24T10:01:00Z",
    score: 91.3,
    scores: {
      total: tally,
      areas: [
        { area: "Key management", ...tally },
        { area: "Access control", ...tally },
      ],
      regions: [
        { region: "us-east-1", ...tally },
        { region: "eu-west-1", ...tally, score: 65 },
      ],
      accounts: [{ account, name: "production", ...tally }],
    },
    keys,
    findings: Array.from({ length: findings }, (_, index) => finding(index, keys)),
    recommendations: [
      {
        rule: "kms-rule-critical",
        title: "No critical fault",
        severity: "critical",
        area: "Access control",
        findings: 3,
        resources: keys.slice(0, 3).map(({ arn }) => arn),
        gain: 4.2,
        why: "Because data is lost otherwise.",
        remediation: "mend it",
        page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
      },
    ],
    rules,
    exempted: [],
    baseline: null,
    notes: ["Region ap-east-1 is not enabled"],
  };
}
