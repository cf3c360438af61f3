const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** What the account id 000000000000 reads as in an access key id. */
const offset = 549_755_813_888;

/**
 * The account of an access key id, as LocalEmu tells accounts apart: the id itself, or the account that LocalEmu wrote
 * into the keys that it issued (`LKIA...` for users, `LSIA...` for sessions).
 * @returns 12 digits
 */
export function accountOf(accessKeyId: string): string {
  if (/^\d{12}/.test(accessKeyId)) return accessKeyId.slice(0, 12);
  if (!/^L[KS]IA[A-Z2-7]{16}/.test(accessKeyId)) return "000000000000";
  const digits = Array.from(accessKeyId.slice(4, 12), (digit) => base32.indexOf(digit));
  const number = digits.reduce((value, digit) => value * base32.length + digit, 0);
  const isOdd = base32.indexOf(accessKeyId.charAt(12)) >= 16;
  return String(2 * (number - offset) + Number(isOdd)).padStart(12, "0");
}
