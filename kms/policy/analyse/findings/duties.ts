/** Who has more power than one principal should: both duties at once, or the means to gain more. */
import { administrationActions, destructiveActions, escalationActions, useActions } from "../actionSets";
import type { Candidate } from "../candidate";
import { type Finding, findingAt } from "../finding";
import { type Holding, rankOf } from "../holdings";
import type { Party } from "../parties";
import type { Proof } from "../search";
import { tellCaller, tellRequest } from "../tell";
import { type FindingContext, type Holdings, isDelegation, isService, standingOf } from "./context";
import { groupBy } from "../groupBy";

/** What a party holds by statements that speak of it, the owner's own delegation to IAM apart. */
export interface Duties {
  readonly party: Party;
  readonly holdings: readonly Holding[];
  readonly actions: ReadonlySet<string>;
}

/** The duties of each party that has any. */
export function dutiesOf({ holdings }: FindingContext): readonly Duties[] {
  const counted = holdings.filter(
    (holding) => !isDelegation(holding) && !isService(holding) && speaksOfThem(holding),
  );
  return [...groupBy(counted, ({ party }) => party)].map(([party, own]) => ({
    party,
    holdings: own,
    actions: unionOf(own),
  }));
}

function unionOf([first, ...others]: Holdings): ReadonlySet<string> {
  if (others.length === 0) return first.actions;
  return new Set([first, ...others].flatMap(({ actions }) => [...actions]));
}

/** What everybody may do says nothing of the duties of those whom the policy names: it is reported of everybody. */
function speaksOfThem({ allow, party }: Holding): boolean {
  const isNamed = party.members.some(({ explicit }) => explicit);
  return !isNamed || allow.statement.principal?.AWS.includes("*") === false;
}

/** Principals that both administer and use the key. */
export function separationFindings(duties: readonly Duties[]): readonly Finding[] {
  return duties.flatMap(({ party, holdings, actions }): Finding[] => {
    const administers = [...actions].find((action) => administrationActions.has(action));
    if (administers === undefined) return [];
    for (const holding of holdings) {
      const use = [...holding.actions].find((action) => useActions.has(action));
      if (use === undefined) continue;
      const witness = holding.request(use);
      return [
        findingAt(holding.allow.statement, {
          rule: "kms-separation-of-duties",
          severity: "high",
          message: `${tellCaller(witness, standingOf({ party }))}${others(party)} can use the key (${use}) and administer it (${administers})`,
          remediation: "give administration and use to different principals",
          witness,
        }),
      ];
    }
    return [];
  });
}

/** The actions by which somebody outside administration gains power, and a finding for each who can do that or destroy the key. */
export function escalation(
  context: FindingContext,
  everyDuty: readonly Duties[],
): {
  readonly actions: readonly string[];
  readonly findings: readonly Finding[];
} {
  const gained = new Set<string>();
  const findings = everyDuty.flatMap((duties): Finding[] => {
    if (isAdministrator(duties)) return [];
    return duties.holdings.flatMap((holding) => {
      const means = [...holding.actions].filter(
        (action) => escalationActions.has(action) && action !== GRANT,
      );
      if (!gained.has(GRANT) && unlimitedGrant(context, holding) !== undefined) gained.add(GRANT);
      for (const action of means) gained.add(action);
      const harms = [...holding.actions].filter((action) => destructiveActions.has(action));
      // What destroys comes first: the finding's request is of the worst that can be done.
      const [first] = [...harms, ...means];
      return first === undefined ? [] : [meansFinding(holding, first, means, harms)];
    });
  });
  return { actions: [...gained].sort(), findings };
}

function meansFinding(
  holding: Holding,
  first: string,
  means: readonly string[],
  harms: readonly string[],
): Finding {
  const witness = holding.request(first);
  const who = `${tellRequest(witness, standingOf(holding))}${others(holding.party)}`;
  return findingAt(holding.allow.statement, {
    rule: "kms-destructive-rights",
    severity: "high",
    message:
      means.length > 0
        ? `${who}, without being an administrator, and so gain more power (${means.join(", ")})`
        : `${who}, without being an administrator, and so end the key's protection (${harms.join(", ")})`,
    remediation: "give this to administrators alone",
    witness,
  });
}

/**
 * Administrators are named, can change the policy, and either do not use the key or hold the other duties of
 * administration too: whoever has the policy beside the use, and nothing else, has found a way up.
 */
function isAdministrator({ party, actions }: Duties): boolean {
  if (!party.members.every(({ explicit }) => explicit) || !actions.has("kms:PutKeyPolicy")) return false;
  const uses = [...actions].some((action) => useActions.has(action));
  const duties = [...actions].filter((action) => administrationActions.has(action));
  return !uses || duties.length >= 4;
}

const GRANT = "kms:CreateGrant";

/** Grants without limits on what they may allow to whom. */
export function grantFindings(context: FindingContext, everyDuty: readonly Duties[]): readonly Finding[] {
  // Who may write the key policy gives whatever he likes to anybody, with grants or without.
  const administrators = new Set(everyDuty.filter(isAdministrator).map(({ party }) => party));
  return [...context.byAllow].flatMap(([allow, holdings]): Finding[] => {
    for (const holding of holdings) {
      const isBoundless = !isDelegation(holding) && !administrators.has(holding.party);
      const witness = isBoundless ? unlimitedGrant(context, holding)?.() : undefined;
      if (witness !== undefined)
        return [
          findingAt(allow.statement, {
            rule: "kms-grant-unbounded",
            severity: "medium",
            message: `${tellCaller(witness, standingOf(holding))}${others(holding.party)} can create grants without limits, and so give anyone any use of the key`,
            remediation:
              "add Bool kms:GrantIsForAWSResource true, or fix kms:GranteePrincipal, kms:GrantOperations or kms:GrantConstraintType",
            witness,
          }),
        ];
    }
    return [];
  });
}

/** A grant that the caller makes directly, to anyone, for anything. */
function unlimitedGrant({ search }: FindingContext, { party, allow, actions }: Holding): Proof | undefined {
  if (!actions.has(GRANT)) return undefined;
  const limits = new Set([
    "kms:viaservice",
    "kms:grantconstrainttype",
    "kms:grantconstraintsourcearn",
    "kms:granteeserviceprincipal",
  ]);
  const admits = (variable: string, { values }: Candidate): boolean => {
    const value = values[variable];
    if (limits.has(variable)) return value === undefined;
    if (variable === "kms:grantisforawsresource") return value !== "true";
    if (variable === "kms:granteeprincipal") return value === UNNAMED_GRANTEE;
    return variable !== "kms:grantoperations" || value?.includes(UNNAMED) === true;
  };
  return search.prove({ party, allow, action: GRANT, rank: rankOf(party), admits });
}

const UNNAMED = "outsider";
const UNNAMED_GRANTEE = "arn:aws:iam::666666666666:role/grantee";

function others({ members }: Party): string {
  return members.length > 1 && members.some(({ explicit }) => explicit)
    ? ` and ${members.length - 1} more`
    : "";
}
