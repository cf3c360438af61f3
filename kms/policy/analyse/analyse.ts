/** What a key policy lets whom do, and what is wrong with that, each with a request that proves it. */
import type { KeyPolicy } from "../document";
import { Budget } from "./budget";
import { compilePolicy } from "./compile";
import type { Finding, Severity } from "./finding";
import { administration } from "./findings/administration";
import { aliasFindings, deputyFindings, replicationFindings } from "./findings/bounds";
import type { FindingContext } from "./findings/context";
import { dutiesOf, escalation, grantFindings, separationFindings } from "./findings/duties";
import { type Access, outsideAccess, outsideFindings } from "./findings/outsideAccess";
import { shapeFindings } from "./findings/shape";
import { groupBy } from "./groupBy";
import { type Holding, holdingsOf } from "./holdings";
import type { AnalyseOptions } from "./options";
import { partiesOf } from "./parties";
import { type Permission, permissionsOf } from "./permissions";
import { personasOf } from "./personas";
import { Search } from "./search";
import { universeOf } from "./universe";

export type { AnalyseOptions } from "./options";
export type { Finding, Severity } from "./finding";
export type { Access } from "./findings/outsideAccess";
export type { Permission } from "./permissions";

/** The verdict on a policy. */
export class Analysis {
  readonly access: Access;
  /** Nobody in the owner's account can change the policy. */
  readonly lockout: boolean;
  /** Only one principal can. */
  readonly fragileAdministration: boolean;
  /** Actions by which somebody outside administration gains power, sorted. */
  readonly escalation: readonly string[];
  /** Actions that somebody outside the trusted zone can really do, sorted. */
  readonly externalActions: readonly string[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** False where the policy was too intricate to be searched to the end: then it is taken to be public. */
  readonly complete: boolean;
  readonly #holdings: readonly Holding[];
  #permissions: readonly Permission[] | undefined;

  constructor(verdict: Verdict, holdings: readonly Holding[]) {
    this.access = verdict.access;
    this.lockout = verdict.lockout;
    this.fragileAdministration = verdict.fragileAdministration;
    this.escalation = verdict.escalation;
    this.externalActions = verdict.externalActions;
    this.findings = verdict.findings;
    this.complete = verdict.complete;
    this.#holdings = holdings;
  }

  /** Who can do what, statement by statement; made when somebody asks. */
  // Of the class: a getter of each verdict's own would give each a hidden class, and keep the whole analysis alive.
  get permissions(): readonly Permission[] {
    return (this.#permissions ??= permissionsOf(this.#holdings));
  }
}

type Verdict = Omit<Analysis, "permissions">;

/**
 * Analyses a key policy. Identity policies are taken to allow whatever they must; grants, SCPs and RCPs are not looked at.
 *
 * The trusted zone is the owner account, the trusted accounts and the trusted organizations. The key is `public` where an outsider
 * that the policy names nowhere has a request that is allowed, or would have but for addresses broader than a /8; `external` where
 * only outsiders that it names have (accounts, organizations, principals, narrow networks, VPCs); `private` where nobody has.
 */
export function analyse(policy: KeyPolicy, options: AnalyseOptions): Analysis {
  const universe = universeOf([policy], options);
  const compiled = compilePolicy(policy, universe);
  const budget = new Budget();
  const search = new Search(compiled, universe, budget);
  const parties = partiesOf(
    personasOf([policy], universe, budget),
    [...compiled.allows, ...compiled.denies],
    universe,
    budget,
  );
  const holdings = holdingsOf(search, parties);
  const context: FindingContext = { search, holdings, byAllow: groupBy(holdings, ({ allow }) => allow) };

  const outside = outsideAccess(context);
  const administrators = administration(context);
  const duties = dutiesOf(context);
  const gained = escalation(context, duties);
  const findings = [
    ...outsideFindings(outside),
    ...administrators.findings,
    ...gained.findings,
    ...separationFindings(duties),
    ...deputyFindings(context, outside),
    ...shapeFindings(context),
    ...grantFindings(context, duties),
    ...replicationFindings(context),
    ...aliasFindings(context),
    ...(budget.isSpent ? [undecided] : []),
  ];
  const verdict: Verdict = {
    access: budget.isSpent ? "public" : worst(outside.map(({ access }) => access)),
    lockout: administrators.lockout,
    fragileAdministration: administrators.fragile,
    escalation: gained.actions,
    externalActions: [...new Set(outside.flatMap(({ actions }) => actions))].sort(),
    findings: sorted(findings),
    complete: !budget.isSpent,
  };
  return new Analysis(verdict, holdings);
}

const undecided: Finding = {
  rule: "kms-policy-unknown",
  severity: "high",
  message: "the policy is too intricate to be decided within bounds, so it is taken to be public",
  remediation: "write fewer statements and conditions",
  witness: null,
};

function worst(accesses: readonly Access[]): Access {
  if (accesses.includes("public")) return "public";
  return accesses.includes("external") ? "external" : "private";
}

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (left, right) =>
      severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
      (left.statement ?? -1) - (right.statement ?? -1),
  );
}
