/** Shares that are grants: access beside the key policy, which ends with the grant. */
import { actionsOf } from "./capabilities";
import type { KeyPolicyContext } from "./context";
import type { KeyShare } from "./intent";
import { sidOf } from "./statements";

/** A grant to be made on the key of one Region. */
export interface ShareGrant {
  /**
   * The same for every grant of the share. To KMS it makes the creation repeatable: the same grant is not made twice.
   * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
   */
  readonly name: string;
  /** The ARN of a role or user of another account, which may also retire the grant. */
  readonly granteePrincipal: string;
  /** `Decrypt`, `GenerateDataKey`, ... */
  readonly operations: readonly string[];
  /** Pairs that the encryption context of a request must hold. */
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
}

/**
 * The grants of a key's shares, one a grantee; they are the same in every Region.
 * @param shares checked: see {@link shareProblems}
 */
export function shareGrants(
  shares: readonly KeyShare[],
  { spec = "SYMMETRIC_DEFAULT" }: Pick<KeyPolicyContext, "spec">,
): ShareGrant[] {
  const names = shareNames(shares);
  return shares.flatMap((share, index) =>
    share.as === "grant"
      ? [...new Set(share.principals)].map((granteePrincipal) => ({
          name: names[index] ?? "",
          granteePrincipal,
          operations: actionsOf(share.capabilities, spec).map((action) => action.slice("kms:".length)),
          ...(share.encryptionContext !== undefined && {
            encryptionContextSubset: exactValues(share.encryptionContext),
          }),
        }))
      : [],
  );
}

/** The name of each share, as it was written or after its capabilities, each once: `Analytics`, `DecryptDescribe2`. */
export function shareNames(shares: readonly KeyShare[]): string[] {
  const taken = new Set<string>();
  return shares.map(({ name, capabilities }) => {
    const wanted = sidOf("", name, capabilities);
    let unique = wanted;
    for (let number = 2; taken.has(unique); number += 1) unique = `${wanted}${number}`;
    taken.add(unique);
    return unique;
  });
}

function exactValues(context: NonNullable<KeyShare["encryptionContext"]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}
