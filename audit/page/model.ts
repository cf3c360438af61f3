/**
 * What the page shows, small: ten thousand findings share their rules' words, and ten thousand keys their permissions, so that the
 * page stays a few megabytes. Indexes point into the lists beside them.
 */
import { groupBy } from "../../kms/policy/analyse/groupBy";
import type { Finding, KeyReport, PermissionReport, Report } from "../assess/report";
import { columnsOf, type Column } from "./columns";
import type { Drawing } from "./drawing";

/** A rule's words, once. */
export interface PageRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Finding["severity"];
  readonly area: Finding["area"];
  readonly remediation: string;
  readonly page: string;
  readonly rationale: string;
}

/** One finding. */
export interface PageFinding {
  readonly rule: number;
  readonly name: string;
  readonly resource: string;
  readonly region: string;
  readonly account: string;
  readonly message: string;
  readonly proofs: readonly { readonly told: string; readonly witness: string }[];
}

/** What some principals can do by one statement; the witness lacks the key's ARN, which each key adds. */
export interface PagePermission {
  readonly who: string;
  readonly zone: PermissionReport["zone"];
  readonly column: Column;
  readonly actions: readonly string[];
  readonly conditions: readonly string[];
  readonly needsIdentityPolicy: boolean;
  readonly statement: string;
  readonly told: string;
  readonly witness: string;
}

/** One key. */
export interface PageKey {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly role: KeyReport["role"];
  readonly state: string | null;
  readonly score: number | null;
  readonly access: KeyReport["access"];
  readonly permissions: readonly number[];
  readonly sharedWith: readonly string[];
  /** Key id of all related keys. */
  readonly keyId: string;
}

/** Something that will happen to a key. */
export interface PageDate {
  readonly at: string;
  readonly what: "rotation" | "deletion" | "expiry";
  readonly name: string;
  readonly region: string;
}

/** All that the page shows. */
export interface PageData {
  readonly finishedAt: string;
  readonly score: number | null;
  readonly areas: readonly {
    readonly name: string;
    readonly score: number | null;
    readonly passed: number;
    readonly applied: number;
  }[];
  readonly regions: PageData["areas"];
  readonly accounts: PageData["areas"];
  readonly rules: readonly PageRule[];
  readonly findings: readonly PageFinding[];
  readonly fixed: number | null;
  readonly permissions: readonly PagePermission[];
  readonly keys: readonly PageKey[];
  readonly dates: readonly PageDate[];
  readonly recommendations: readonly {
    readonly rule: number;
    readonly findings: number;
    readonly gain: number;
  }[];
  readonly notes: readonly string[];
}

/** Stands for the key's own ARN in a witness that keys share. */
export const THIS_KEY = "(this key)";

/** Boils a report down. */
export function pageData(report: Report): PageData {
  const rules = new Map(report.rules.map((rule, index) => [rule.id, index]));
  const permissions = new Table<PagePermission>();
  return {
    finishedAt: report.finishedAt,
    score: report.score,
    areas: report.scores.areas.map(({ area, ...tally }) => ({ name: area, ...tally })),
    regions: report.scores.regions.map(({ region, ...tally }) => ({ name: region, ...tally })),
    accounts: report.scores.accounts.map(({ account, name, ...tally }) => ({
      ...tally,
      name: name === null ? account : `${account} ${name}`,
    })),
    rules: report.rules.map(({ id, title, severity, area, remediation, page, rationale }) => ({
      id,
      title,
      severity,
      area,
      remediation,
      page,
      rationale,
    })),
    findings: report.findings.map((finding) => pageFinding(finding, rules)),
    fixed: report.baseline === null ? null : report.baseline.fixed.length,
    keys: report.keys.map((key) => pageKey(key, permissions)),
    permissions: permissions.entries,
    dates: report.keys.flatMap(datesOf).sort((left, right) => left.at.localeCompare(right.at)),
    recommendations: report.recommendations.map(({ rule, findings, gain }) => ({
      rule: indexOf(rule, rules),
      findings,
      gain,
    })),
    notes: report.notes,
  };
}

function pageFinding(
  { rule, name, resource, region, account, message, evidence }: Finding,
  rules: ReadonlyMap<string, number>,
): PageFinding {
  return {
    rule: indexOf(rule, rules),
    name,
    resource,
    region,
    account,
    message,
    proofs: evidence.flatMap(({ told, witness }) =>
      witness === undefined ? [] : [{ told: told ?? "", witness: JSON.stringify(witness) }],
    ),
  };
}

/** Every finding is of a rule that was applied. */
function indexOf(rule: string, rules: ReadonlyMap<string, number>): number {
  const index = rules.get(rule);
  if (index === undefined)
    throw new Error(`the report has findings of ${rule}, which is not among its rules`);
  return index;
}

function pageKey(key: KeyReport, table: Table<PagePermission>): PageKey {
  const { arn, name, account, region, role, state, score, access, sharedWith, keyId } = key;
  return {
    arn,
    name,
    account,
    region,
    role,
    state,
    score,
    access,
    sharedWith,
    keyId,
    permissions: cellsOf(key).map((permission) => table.indexOf(permission)),
  };
}

/** What the matrix shows of a key. The policy's evaluator tells parties apart that readers know by the same words: those are one. */
function cellsOf({ permissions, arn }: KeyReport): readonly PagePermission[] {
  const cells = permissions.flatMap((permission) =>
    columnsOf(permission.actions).map(({ column, actions }) => ({
      ...pagePermission(permission, arn),
      column,
      actions,
    })),
  );
  const alike = groupBy(cells, ({ who, zone, column, statement, needsIdentityPolicy }) =>
    JSON.stringify([who, zone, column, statement, needsIdentityPolicy]),
  );
  return [...alike.values()].map((same) => ({
    ...same[0],
    actions: [...new Set(same.flatMap(({ actions }) => actions))].sort(),
  }));
}

function pagePermission(
  { who, zone, conditions, needsIdentityPolicy, statement, told, witness }: PermissionReport,
  arn: string,
): Omit<PagePermission, "column" | "actions"> {
  const shared = JSON.stringify(witness).replaceAll(arn, THIS_KEY);
  return { who, zone, conditions, needsIdentityPolicy, statement, told, witness: shared };
}

function datesOf({ name, region, rotation, deletionAt, materialExpiresAt }: KeyReport): readonly PageDate[] {
  const date = (at: string | null | undefined, what: PageDate["what"]): readonly PageDate[] =>
    at === null || at === undefined ? [] : [{ at, what, name, region }];
  return [
    ...date(rotation?.nextAt, "rotation"),
    ...date(deletionAt, "deletion"),
    ...date(materialExpiresAt, "expiry"),
  ];
}

/** Equal things, once. */
class Table<T> {
  readonly entries: T[] = [];
  private readonly indexes = new Map<string, number>();

  indexOf(entry: T): number {
    const text = JSON.stringify(entry);
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    this.indexes.set(text, this.entries.length);
    return this.entries.push(entry) - 1;
  }
}

/** What the page is drawn from. */
export interface PageProps {
  readonly data: PageData;
  /** The drawing of what lies ahead, for a light and a dark page. */
  readonly charts: Drawing;
}
