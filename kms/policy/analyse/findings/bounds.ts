/** Conditions that should be there: on services, on Regions of replicas, on who may change aliases and tags. */
import { REGIONS } from "../../../regions";
import { keyOf } from "../../evaluate/conditions";
import { aliasActions, tagActions } from "../actionSets";
import type { Candidate } from "../candidate";
import { type Finding, findingAt } from "../finding";
import { firstWitness, type Holding, rankOf } from "../holdings";
import { valuesFor } from "../names";
import type { Search } from "../search";
import { tellCaller, tellRequest } from "../tell";
import { type FindingContext, isDelegation, isService, standingOf } from "./context";
import type { OutsideAccess } from "./outsideAccess";

/**
 * Services that would do for anybody what the policy lets them do for the owner.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function deputyFindings(
  { search, byAllow }: FindingContext,
  outside: readonly OutsideAccess[],
): readonly Finding[] {
  const open = new Set(outside.filter(({ access }) => access === "public").map(({ allow }) => allow));
  return [...byAllow].flatMap(([allow, holdings]): Finding[] => {
    if (open.has(allow)) return [];
    const forOutsiders = holdings.filter(
      (holding) =>
        isService(holding) && holding.party.persona.account === search.universe.arbitraryAccounts[0],
    );
    return forOutsiders.flatMap(({ party, kinds }) => {
      const witness = firstWitness(search, kinds, { party, allow, rank: 0 });
      if (witness === undefined) return [];
      return [
        findingAt(allow.statement, {
          rule: "kms-service-confused-deputy",
          severity: "high",
          message: `${tellRequest(witness)}: nothing says for which account or resource it may`,
          remediation:
            "add StringEquals aws:SourceAccount with the owner's account, or ArnLike aws:SourceArn with the resources meant",
          witness,
        }),
      ];
    });
  });
}

const replication: Readonly<Record<string, string>> = {
  "kms:ReplicateKey": "kms:ReplicaRegion",
  "kms:UpdatePrimaryRegion": "kms:PrimaryRegion",
};

/** Replicas, or a new primary, in any Region. https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html */
export function replicationFindings({ search, byAllow }: FindingContext): readonly Finding[] {
  return [...byAllow.values()].flatMap((holdings): Finding[] => {
    for (const holding of holdings) {
      const finding = isDelegation(holding) ? undefined : unboundedReplication(search, holding);
      if (finding !== undefined) return [finding];
    }
    return [];
  });
}

function unboundedReplication(search: Search, holding: Holding): Finding | undefined {
  const { allow, party, actions } = holding;
  const conditioned = allow.statement.conditions.map(keyOf);
  for (const [action, key] of Object.entries(replication)) {
    const variable = key.toLowerCase();
    if (!actions.has(action) || conditioned.includes(variable)) continue;
    // A Region that no condition names stands for any.
    const named = valuesFor(search.universe.conditions, [variable]);
    const any = REGIONS.find((region) => !named.includes(region));
    const admits = (name: string, { values }: Candidate): boolean =>
      name !== variable || values[name] === any;
    const witness = search.witness({ party, allow, action, rank: rankOf(party), admits });
    if (witness !== undefined)
      return findingAt(allow.statement, {
        rule: "kms-replicate-unbounded",
        severity: "medium",
        message: `${tellRequest(witness, standingOf(holding))} into any Region`,
        remediation: `add StringEquals ${key} with the approved Regions`,
        witness,
      });
  }
  return undefined;
}

/** Use by alias or tag, by somebody who may change aliases or tags. https://docs.aws.amazon.com/kms/latest/developerguide/abac.html */
export function aliasFindings({ holdings }: FindingContext): readonly Finding[] {
  const direct = holdings.filter((holding) => !isDelegation(holding) && !isService(holding));
  return direct.flatMap((holding): Finding[] => {
    const { allow, party, kinds } = holding;
    const means = meansOver(allow.statement.conditions.map(keyOf));
    const held = direct.filter((other) => other.party === party).flatMap((other) => [...other.actions]);
    const mean = held.find((action) => means.has(action));
    if (mean === undefined) return [];
    const witness = holding.request(kinds[0]);
    return [
      findingAt(allow.statement, {
        rule: "kms-alias-authorization",
        severity: "high",
        message: `${tellCaller(witness, standingOf(holding))} is let in by alias or tag, and may change them (${mean})`,
        remediation: `take ${mean} away from those whom aliases or tags let in`,
        witness,
      }),
    ];
  });
}

/** The actions that change what the condition keys look at. */
function meansOver(keys: readonly string[]): ReadonlySet<string> {
  const byAlias = keys.includes("kms:resourcealiases") || keys.includes("kms:requestalias");
  const byTag = keys.some((key) => key.startsWith("aws:resourcetag/"));
  return new Set([...(byAlias ? aliasActions : []), ...(byTag ? tagActions : [])]);
}
