/** ARNs and account ids. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */

/** The parts of `arn:partition:service:region:account:resource`; region and account may be empty. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** The rest, colons included. */
  readonly resource: string;
}

/** The parts of an ARN, or undefined where the text is none. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const afterPartition = text.indexOf(":", 4);
  const afterService = text.indexOf(":", afterPartition + 1);
  const afterRegion = text.indexOf(":", afterService + 1);
  const afterAccount = text.indexOf(":", afterRegion + 1);
  const isWhole = afterPartition > 4 && afterService > afterPartition + 1 && afterRegion > afterService;
  if (!isWhole || afterAccount < afterRegion || afterAccount === text.length - 1) return undefined;
  return {
    partition: text.slice(4, afterPartition),
    service: text.slice(afterPartition + 1, afterService),
    region: text.slice(afterService + 1, afterRegion),
    account: text.slice(afterRegion + 1, afterAccount),
    resource: text.slice(afterAccount + 1),
  };
}

/** Writes an ARN. */
export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return ["arn", partition, service, region, account, resource].join(":");
}

/** Whether the text is an account id: 12 digits. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** The account that an account id or an ARN names, or undefined where it names none. */
export function accountOf(principal: string): string | undefined {
  if (isAccountId(principal)) return principal;
  const account = parseArn(principal)?.account;
  return account !== undefined && isAccountId(account) ? account : undefined;
}

/** Whether IAM would read `*` or `?` in the text as a wildcard. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}
