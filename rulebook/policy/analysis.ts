/** What the analysis and the lint of `kms/` say of a key policy, once for all the rules that ask. */
import { type Analysis, analyse } from "../../kms/policy/analyse/analyse";
import type { KeyPolicy } from "../../kms/policy/document";
import { nameOf } from "../../kms/policy/evaluate/decide";
import type { Request } from "../../kms/policy/evaluate/request";
import { type LintFinding, lintKeyPolicy } from "../../kms/policy/lint/lintKeyPolicy";
import { knownOr, type PolicyFacts, UNKNOWN } from "../facts";
import { type Evidence, notApplicable, unknown, type Verdict } from "../verdict";
import { ownerFrom } from "./owner";

/** Whom an owner trusts. */
export interface Trust {
  /** 12 digits each. */
  readonly trustedAccounts: readonly string[];
  /** `o-...` each. */
  readonly trustedOrganizations: readonly string[];
}

/** A key policy that can be judged, with its owner. */
export interface Judged {
  readonly policy: KeyPolicy;
  readonly ownerAccount: string;
  readonly region?: string;
}

/** A finding of the analysis or of the lint, as rules tell it. */
export interface PolicyFinding {
  readonly rule: string;
  /** The statement's position, from 0; left out where it concerns the policy. */
  readonly statement?: number;
  readonly message: string;
  readonly witness?: Request | null;
}

/** The rule that reports what keeps a key policy from being judged. */
export const REPORTED_BY = "kms-policy-unknown";

/** The document of a policy, or the verdict of every rule that needs one where there is none. */
export function judgedPolicy(subject: PolicyFacts): Judged | { readonly verdict: Verdict } {
  if (subject.policy === UNKNOWN) return { verdict: unknown("key policy", REPORTED_BY) };
  if (subject.policy.kind === "unreadable")
    return { verdict: unknown("content of the key policy", REPORTED_BY) };
  if (subject.policy.kind === "default")
    return {
      verdict: notApplicable("AWS gives the key its default policy, which lets nobody in but by IAM"),
    };
  const { policy } = subject.policy;
  const region = knownOr(subject.region, undefined);
  return {
    policy,
    ownerAccount: knownOr(subject.ownerAccount, undefined) ?? ownerFrom(policy),
    ...(region !== undefined && { region }),
  };
}

const analyses = new WeakMap<KeyPolicy, Map<string, Analysis>>();

/** The analysis of a policy, remembered as long as the policy is. */
export function analysisOf({ policy, ownerAccount, region }: Judged, trust?: Trust): Analysis {
  // Who trusts nobody gets the analysis of the rules that ask without trust.
  const trusted = [...(trust?.trustedAccounts ?? []), ...(trust?.trustedOrganizations ?? [])];
  const key = [ownerAccount, region, ...trusted].join(" ");
  return remembered(analyses, policy, key, () =>
    analyse(policy, { ownerAccount, ...(region !== undefined && { region }), ...trust }),
  );
}

const lints = new WeakMap<KeyPolicy, Map<string, readonly LintFinding[]>>();

/** What the lint says of a policy, remembered as long as the policy is. */
export function lintOf(
  { policy, ownerAccount, region }: Judged,
  subject: PolicyFacts,
): readonly LintFinding[] {
  const keyUsage = knownOr(subject.usage, undefined);
  const key = [ownerAccount, region, keyUsage].join(" ");
  return remembered(lints, policy, key, () => {
    const options = {
      ownerAccount,
      ...(region !== undefined && { region }),
      ...(keyUsage !== undefined && { keyUsage }),
    };
    return lintKeyPolicy(policy, options).findings;
  });
}

/** The findings as one message, one part for each statement, with what proves them. */
export function tellFindings(
  policy: KeyPolicy,
  findings: readonly PolicyFinding[],
): { readonly message: string; readonly evidence: readonly Evidence[] } {
  const told = findings.map(({ statement: index, message, witness }) => {
    const statement = index === undefined ? undefined : policy.statements[index];
    const name = statement && nameOf(statement);
    const evidence = {
      ...(name !== undefined && { statement: name }),
      ...(witness !== undefined && witness !== null && { witness }),
    };
    return { text: name === undefined ? message : `${name}: ${message}`, evidence };
  });
  return {
    message: [...new Set(told.map(({ text }) => text))].join("; "),
    evidence: told.map(({ evidence }) => evidence).filter((evidence) => Object.keys(evidence).length > 0),
  };
}

function remembered<T>(
  cache: WeakMap<KeyPolicy, Map<string, T>>,
  policy: KeyPolicy,
  key: string,
  compute: () => T,
): T {
  const byKey = cache.get(policy) ?? new Map<string, T>();
  cache.set(policy, byKey);
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const computed = compute();
  byKey.set(key, computed);
  return computed;
}
