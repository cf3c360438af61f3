/** The columns of the access matrix: what actions come to. */
import { groupBy } from "../../kms/policy/analyse/groupBy";
import { administrationActions } from "../../kms/policy/analyse/actionSets";

/** What a principal may do with a key, in the matrix's terms. */
export const columns = ["Encrypt", "Decrypt", "Sign and verify", "Grant", "Administer", "Read"] as const;

/** One of them. */
export type Column = (typeof columns)[number];

/** Splits actions by column; those of an empty column are left out. */
export function columnsOf(
  actions: readonly string[],
): readonly { readonly column: Column; readonly actions: readonly string[] }[] {
  const byColumn = groupBy(actions, columnOf);
  return columns.flatMap((column) => {
    const own = byColumn.get(column);
    return own === undefined ? [] : [{ column, actions: own }];
  });
}

function columnOf(action: string): Column {
  const name = action.replace(/^kms:/, "");
  if (/^(Encrypt|Encapsulate|GenerateDataKey.*|ReEncryptTo)$/.test(name)) return "Encrypt";
  if (/^(Decrypt|Decapsulate|DeriveSharedSecret|ReEncryptFrom)$/.test(name)) return "Decrypt";
  if (/^(Sign|Verify|GenerateMac|VerifyMac)$/.test(name)) return "Sign and verify";
  if (/^(Create|Revoke|Retire)Grant$/.test(name)) return "Grant";
  return administrationActions.has(action) || /^(Create|Delete|Update|Tag|Untag)/.test(name)
    ? "Administer"
    : "Read";
}
