import { accountOf, parseArn } from "../../kms/arn";
import { type GrantFacts, UNKNOWN } from "../facts";
import { trustedAccounts } from "../options";
import { grantRule, notApplicable, pass, unknown, violation } from "../rule";

/** Grants go to trusted principals, and end with them. */
export const grantExternal = grantRule<{ trustedAccounts: readonly string[] }>({
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
  check(grant, options) {
    if (grant.madeByService !== undefined)
      return notApplicable(`${grant.madeByService} made the grant for its own resource`);
    if (grant.operations === UNKNOWN) return unknown("operations of the grant");
    if (grant.operations.includes("CreateGrant"))
      return violation("the grantee can grant on, by CreateGrant");
    if (grant.granteePrincipal === UNKNOWN) return unknown("grantee principal");
    if (grant.granteePrincipal.endsWith(".amazonaws.com")) return pass;
    const account = accountOf(grant.granteePrincipal);
    if (account !== undefined && options.trustedAccounts.includes(account)) return pass;
    const owner = ownerOf(grant);
    if (owner === undefined) return unknown("account that owns the key");
    if (account === owner) return pass;
    return violation(
      `the grant gives ${grant.operations.join(", ")} to ${grant.granteePrincipal}, which is not trusted`,
    );
  },
});

function ownerOf({ ownerAccount, key }: GrantFacts): string | undefined {
  if (ownerAccount !== UNKNOWN) return ownerAccount;
  return key === UNKNOWN || key?.to !== "text" ? undefined : parseArn(key.text)?.account;
}
