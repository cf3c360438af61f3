"""What a peer's Python library says of key policies: `python policyPeers.py PEER < rows.json`.

Reads a list of {id, policy, ownerAccount, trustedAccounts, trustedOrganizations}, and prints {id: {"public": ..., "outside": ...}}:
whether the peer reports access by anyone, and by anyone outside the trusted zone; null where it has no such question, "error" where
it fails on the policy.
"""

import json
import sys


def prowler(row):
    """The function behind Prowler's check kms_key_policy_is_not_public, and its cross-account variant."""
    from prowler.providers.aws.services.iam.lib.policy import is_policy_public

    return {
        "public": lambda: is_policy_public(row["policy"], row["ownerAccount"]),
        "outside": lambda: is_policy_public(
            row["policy"],
            row["ownerAccount"],
            is_cross_account_allowed=False,
            trusted_account_ids=row.get("trustedAccounts", []),
        ),
    }


def custodian(row):
    """Cloud Custodian's filter cross-account of the resource kms-key, with and without everyone_only."""
    from c7n.filters.iamaccess import PolicyChecker

    allowed = {
        "allowed_accounts": {row["ownerAccount"], *row.get("trustedAccounts", [])},
        "allowed_orgid": set(row.get("trustedOrganizations", [])),
    }
    return {
        "public": lambda: bool(PolicyChecker({**allowed, "everyone_only": True}).check(row["policy"])),
        "outside": lambda: bool(PolicyChecker(allowed).check(row["policy"])),
    }


def policyuniverse(row):
    """Netflix's library, which knows whether a policy is open to the internet."""
    from policyuniverse.policy import Policy

    return {"public": lambda: Policy(row["policy"]).is_internet_accessible(), "outside": None}


def answer(question):
    if question is None:
        return None
    try:
        return question()
    except Exception:  # a peer that fails on a policy has no verdict on it
        return "error"


peer = {"prowler": prowler, "custodian": custodian, "policyuniverse": policyuniverse}[sys.argv[1]]
rows = json.load(sys.stdin)
print(json.dumps({row["id"]: {name: answer(ask) for name, ask in peer(row).items()} for row in rows}))
