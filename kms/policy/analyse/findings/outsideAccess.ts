/** Access from outside the trusted zone. */
import type { Request } from "../../evaluate/request";
import type { Finding } from "../finding";
import { findingAt } from "../finding";
import { firstWitness, type Holding } from "../holdings";
import { isOutside } from "../persona";
import { type Standing, tellCondition, tellRequest } from "../tell";
import { type FindingContext, standingOf } from "./context";

/** Who outside can use the key: nobody; those whom the policy names; anyone. */
export type Access = "private" | "external" | "public";

/** What one statement lets outsiders do. */
export interface OutsideAccess {
  readonly allow: Holding["allow"];
  readonly access: Exclude<Access, "private">;
  readonly witness: Request;
  readonly standing: Standing;
  readonly actions: readonly string[];
}

/** One entry for each Allow statement that lets an outsider in. */
export function outsideAccess({ search, byAllow }: FindingContext): readonly OutsideAccess[] {
  return [...byAllow].flatMap(([allow, holdings]): OutsideAccess[] => {
    const outside = holdings.filter(({ party }) => isOutside(party.persona));
    const actions = [...new Set(outside.flatMap((holding) => [...holding.actions]))].sort();
    for (const { party, kinds } of outside) {
      if (party.persona.zone !== "arbitrary") continue;
      const witness = firstWitness(search, kinds, { party, allow, rank: 0 });
      if (witness !== undefined) return [{ allow, access: "public", witness, standing: "anyone", actions }];
    }
    const [holding] = outside;
    if (holding === undefined) return [];
    const witness = holding.request(holding.kinds[0]);
    return [{ allow, access: "external", witness, standing: standingOf(holding), actions }];
  });
}

/** A finding for each of them, and one more where conditions look as if they kept anyone out. */
export function outsideFindings(accesses: readonly OutsideAccess[]): readonly Finding[] {
  return accesses.flatMap((entry) =>
    entry.access === "public" ? publicFindings(entry) : [externalFinding(entry)],
  );
}

function publicFindings({ allow: { statement }, witness, actions }: OutsideAccess): Finding[] {
  const open = findingAt(statement, {
    rule: "kms-public-access",
    severity: "critical",
    message: `${tellRequest(witness, "anyone")}${andMore(actions)}`,
    remediation:
      "name the accounts, roles or services that need the key, or add a condition on aws:PrincipalOrgID or kms:CallerAccount",
    witness,
  });
  if (statement.conditions.length === 0) return [open];
  const useless = statement.conditions.map(tellCondition).join("; ");
  const unbound = findingAt(statement, {
    rule: "kms-via-service-unbound",
    severity: "high",
    message: `the conditions (${useless}) keep nobody out: ${tellRequest(witness, "anyone")}`,
    remediation:
      "add kms:CallerAccount or aws:PrincipalOrgID with fixed values, by StringEquals without IfExists or ForAllValues",
    witness,
  });
  return [open, unbound];
}

function externalFinding({ allow: { statement }, witness, actions, standing }: OutsideAccess): Finding {
  return findingAt(statement, {
    rule: "kms-external-access",
    severity: "high",
    message: `${tellRequest(witness, standing)}${andMore(actions)}, and is not trusted`,
    remediation:
      "remove the access, or add the account or organization to the trusted ones if it is meant to have it",
    witness,
  });
}

function andMore(actions: readonly string[]): string {
  return actions.length > 1 ? ` (${actions.length} actions in all)` : "";
}
