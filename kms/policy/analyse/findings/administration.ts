/** Whether somebody can still change the policy, and on whom that hangs. */
import type { Statement } from "../../document";
import { accountNamed } from "../../evaluate/principals";
import type { Finding } from "../finding";
import type { Persona } from "../persona";
import { tellRequest } from "../tell";
import type { FindingContext } from "./context";

/** Who administers. */
export interface Administration {
  /** Nobody in the owner's account can change the policy. */
  readonly lockout: boolean;
  /** Only one principal can, or only one that was deleted could. */
  readonly fragile: boolean;
  readonly findings: readonly Finding[];
}

const CHANGE = "kms:PutKeyPolicy";

/**
 * Only the key's own account can change its policy, so only its principals count.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#allow-root-to-prevent-unmanageable
 */
export function administration({ search, holdings }: FindingContext): Administration {
  const able = holdings.filter(({ party, actions }) => party.persona.zone === "owner" && actions.has(CHANGE));
  const deleted = search.compiled.allows.flatMap(({ statement, actions }) =>
    actions.has(CHANGE) ? uniqueIds(statement) : [],
  );
  const [first] = able;
  if (first === undefined)
    return { lockout: true, fragile: deleted.length > 0, findings: [lockoutFinding(deleted)] };
  const members = able.flatMap(({ party }) => party.members);
  const fragile = new Set(members.map(({ principal }) => principal)).size === 1 && members.every(isOnePerson);
  if (!fragile) return { lockout: false, fragile, findings: [] };
  const witness = first.request(CHANGE);
  const finding: Finding = {
    rule: "kms-fragile-administration",
    severity: "high",
    message: `${tellRequest(witness)}, and nobody else can: if that principal goes, nobody can manage the key`,
    remediation:
      "let the account's root delegate to IAM policies (kms:* to the account root), or name a second administrator",
    witness,
  };
  return { lockout: false, fragile, findings: [finding] };
}

/** Neither anyone in the account nor whoever fits a pattern. */
function isOnePerson({ explicit, principal }: Persona): boolean {
  return explicit || accountNamed(principal) !== undefined;
}

/** Principals that were deleted: KMS shows their unique ids. */
function uniqueIds({ principal }: Statement): readonly string[] {
  return (principal?.AWS ?? []).filter((name) => /^A[A-Z0-9]{3}[A-Z0-9]{12,}$/.test(name));
}

function lockoutFinding(deleted: readonly string[]): Finding {
  const why =
    deleted.length === 0 ? "" : `; ${deleted.join(", ")} ${deleted.length === 1 ? "was" : "were"} deleted`;
  return {
    rule: "kms-lockout",
    severity: "critical",
    message: `nobody in the owner's account can change this policy again${why}`,
    remediation:
      "allow kms:* to the account root, or kms:PutKeyPolicy to an administrator, and let no Deny take it away",
    witness: null,
  };
}
