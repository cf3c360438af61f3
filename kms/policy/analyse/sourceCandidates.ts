/** Accounts and ARNs of the resource that a service acts for, or of the VPC that a request comes through. */
import { accountOf, hasWildcard, parseArn } from "../../arn";
import { resolveVariables } from "../evaluate/variables";
import { type Candidate, type CandidateContext, MISSING, type Rank } from "./candidate";
import { commonArn } from "./commonArn";
import { isOutside } from "./persona";

/** One's own account; the trusted zone's accounts for those who are in it. */
export function sourceAccountCandidates(
  key: string,
  { persona, universe }: CandidateContext,
): readonly Candidate[] {
  const trusted = [universe.ownerAccount, ...universe.trustedAccounts].filter(
    (account) => account !== persona.account,
  );
  return [
    MISSING,
    { values: { [key]: persona.account }, rank: 0 },
    ...trusted.map((account): Candidate => ({ values: { [key]: account }, rank: rankOfTrusted(persona) })),
  ];
}

/**
 * Resources of one's own account that fit what the conditions list. A fixed ARN without an account (a bucket) is somebody's, and
 * nobody else's; a pattern is met by a bucket of one's own.
 */
export function sourceArnCandidates(key: string, context: CandidateContext): readonly Candidate[] {
  const { persona, universe } = context;
  const own = `arn:${universe.partition}:s3:${universe.region}:${persona.account}:accesspoint/outsider`;
  const patterns = context.conditions.flatMap((condition) =>
    condition.values.flatMap((value) => {
      const pieces = resolveVariables(value, universe.versionOf(condition), context.lookup);
      return pieces === undefined ? [] : [pieces.map(({ text }) => text).join("")];
    }),
  );
  const fitting = [...new Set(patterns)].flatMap((pattern) => fittingArns(pattern, context));
  return [
    MISSING,
    { values: { [key]: own }, rank: 0 },
    ...fitting.map(({ arn, rank }): Candidate => ({ values: { [key]: arn }, rank })),
  ];
}

interface FittingArn {
  readonly arn: string;
  readonly rank: Rank;
}

function fittingArns(pattern: string, { persona, universe }: CandidateContext): readonly FittingArn[] {
  const inAccount = (account: string): string | undefined => arnLike(pattern, account, universe.partition);
  const ofCaller = inAccount(persona.account);
  const found: FittingArn[] = ofCaller === undefined ? [] : [{ arn: ofCaller, rank: 0 }];
  const account = accountOf(pattern);
  if (account !== undefined && !hasWildcard(pattern)) {
    if (account === universe.ownerAccount || universe.trustedAccounts.has(account))
      found.push({ arn: pattern, rank: account === persona.account ? 0 : rankOfTrusted(persona) });
    return found;
  }
  for (const trusted of [universe.ownerAccount, ...universe.trustedAccounts]) {
    const arn = trusted === persona.account ? undefined : inAccount(trusted);
    if (arn !== undefined) found.push({ arn, rank: rankOfTrusted(persona) });
  }
  const nameless = arnLike(pattern, "", universe.partition) ?? notAnArn(pattern);
  if (nameless !== undefined)
    found.push({ arn: nameless, rank: isOpenName(pattern) ? 0 : rankOfTrusted(persona) });
  return found;
}

/** An ARN in the account (in none where it is empty) that fits the pattern. */
function arnLike(pattern: string, account: string, partition: string): string | undefined {
  return commonArn(pattern, { partition, account, service: "s3", resource: "?*" });
}

/** Encryption context may hold anything; text that names no account binds nobody. */
function notAnArn(pattern: string): string | undefined {
  return pattern.startsWith("arn:") || /\d{12}/.test(pattern)
    ? undefined
    : pattern.replaceAll("*", "x").replaceAll("?", "x");
}

/** Whether somebody else can have a resource that fits: the wildcard is in the name itself, not below it. */
function isOpenName(pattern: string): boolean {
  if (!pattern.startsWith("arn:")) return true;
  const resource = parseArn(pattern)?.resource ?? "*";
  return hasWildcard(
    /^(?:hostedzone|distribution)\//.test(resource) ? resource : (resource.split("/")[0] ?? ""),
  );
}

function rankOfTrusted(persona: CandidateContext["persona"]): Rank {
  return isOutside(persona) || persona.principalType === "Service" ? 2 : 0;
}
