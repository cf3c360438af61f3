import { accountOf } from "../../kms/arn";
import { type Estate, type GrantFacts, resolve, UNKNOWN } from "../facts";
import { policyInForce } from "../multiRegion/related";
import { trustedAccounts } from "../options";
import { ownerToldBy } from "../policy/owner";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";

/** Grants go to trusted principals, and end with them. */
export const grantExternal = estateRule<{ trustedAccounts: readonly string[] }>({
  id: "kms-grant-external",
  title: "Grants stay with trusted principals",
  area: "Access control",
  severity: "high",
  level: "advisory",
  rationale:
    "A grant is access that no key policy shows; one that allows CreateGrant lets its grantee give it on.",
  remedy: {
    property: "granteePrincipal in a trusted account, and operations without CreateGrant",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
  standards: { nist: ["AC-3", "AC-4", "AC-6"], pci: ["7.2.2"] },
  options: { trustedAccounts },
  check: (estate, options) =>
    estate.grant.map((grant): EstateVerdict => ({
      resource: grant.resource,
      verdict: verdictOn(grant, estate, options.trustedAccounts),
    })),
});

function verdictOn(grant: GrantFacts, estate: Estate, trusted: readonly string[]): Verdict {
  const { madeByService, operations } = grant;
  if (madeByService !== undefined)
    return notApplicable(`${madeByService} made the grant for its own resource`);
  if (operations === UNKNOWN) return unknown("operations of the grant");
  const grantee = granteeOf(grant, estate, trusted);
  const faults = [
    ...(operations.includes("CreateGrant") ? ["the grantee can grant on, by CreateGrant"] : []),
    ...(grantee === "stranger"
      ? [
          `the grant gives ${operations.join(", ")} to ${String(grant.granteePrincipal)}, which is not trusted`,
        ]
      : []),
  ];
  if (faults.length > 0) return violation(faults.join("; "));
  return typeof grantee === "object" ? unknown(grantee.unknown) : pass;
}

function granteeOf(
  grant: GrantFacts,
  estate: Estate,
  trusted: readonly string[],
): "trusted" | "stranger" | { readonly unknown: string } {
  const { granteePrincipal, granteeIsOwn } = grant;
  if (granteeIsOwn === true) return "trusted";
  if (granteePrincipal === UNKNOWN) return { unknown: "grantee principal" };
  if (granteePrincipal.endsWith(".amazonaws.com")) return "trusted";
  const account = accountOf(granteePrincipal);
  if (account !== undefined && trusted.includes(account)) return "trusted";
  const owner = ownerOf(grant, estate);
  if (owner === undefined)
    return { unknown: "account that owns the key (which a provider's allowedAccountIds would tell)" };
  return account === owner ? "trusted" : "stranger";
}

/** The grant's account, or the key's as its ARN, its provider or its policy tells. */
function ownerOf({ ownerAccount, key: reference }: GrantFacts, estate: Estate): string | undefined {
  if (ownerAccount !== UNKNOWN) return ownerAccount;
  if (reference === UNKNOWN || reference === undefined) return undefined;
  const key = resolve(reference, estate.key);
  if (key === undefined) return reference.to === "text" ? accountOf(reference.text) : undefined;
  if (key.ownerAccount !== UNKNOWN) return key.ownerAccount;
  const { policy } = policyInForce(key, estate);
  return policy === UNKNOWN || policy.kind !== "document" ? undefined : ownerToldBy(policy.policy);
}
