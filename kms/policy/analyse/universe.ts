/** The finite world in which an analysis looks for witnesses: everything that the policies name, and outsiders. */
import { hasWildcard, parseArn } from "../../arn";
import { partitionOf } from "../../partitions";
import type { Condition, KeyPolicy } from "../document";
import { keyOf } from "../evaluate/conditions";
import { commonText } from "./commonText";
import { setterOf } from "./keyTraits";
import { conditionsOf, namedAccounts, namedOrganizations, principalSets, valuesFor } from "./names";
import type { AnalyseOptions } from "./options";

/** The world of one analysis, or of one comparison. */
export interface Universe {
  readonly ownerAccount: string;
  readonly trustedAccounts: ReadonlySet<string>;
  readonly trustedOrganizations: readonly string[];
  readonly partition: string;
  /** The key's Region: the given one, or the usual one where none is. */
  readonly region: string;
  readonly regionIsKnown: boolean;
  /** The key's ARN where it is known. */
  readonly keyArn: string | undefined;
  readonly now: Date;
  readonly conditions: readonly Condition[];
  /** The version of the policy that a condition belongs to: it says whether variables count. */
  readonly versionOf: (condition: Condition) => string | undefined;
  /** Whether some condition's answer depends on more of a principal than which statements reach it. */
  readonly tellsAccountsApart: boolean;
  /** Outside accounts that the policies name. */
  readonly namedAccounts: readonly string[];
  /** Outside accounts that they do not name; the first fits no pattern in particular. */
  readonly arbitraryAccounts: readonly string[];
  /** Untrusted organizations that they name. */
  readonly namedOrganizations: readonly string[];
  /** An organization that they do not name, and those that fit their patterns. */
  readonly arbitraryOrganizations: readonly string[];
}

/** Gathers the world of one or several policies. */
export function universeOf(policies: readonly KeyPolicy[], options: AnalyseOptions): Universe {
  const conditions = conditionsOf(policies);
  const trustedAccounts = new Set(options.trustedAccounts);
  const trustedOrganizations = options.trustedOrganizations ?? [];
  const named = namedAccounts(policies);
  const isTrusted = (account: string): boolean =>
    account === options.ownerAccount || trustedAccounts.has(account);
  const region = options.region ?? parseArn(options.keyArn ?? "")?.region;
  return {
    ownerAccount: options.ownerAccount,
    trustedAccounts,
    trustedOrganizations,
    partition: partitionIn(policies, region),
    region: region ?? "us-east-1",
    regionIsKnown: region !== undefined,
    keyArn: options.keyArn,
    now: options.now ?? new Date(),
    conditions,
    versionOf: versionsOf(policies),
    tellsAccountsApart: conditions.some(dependsOnWho),
    namedAccounts: [...named].filter((account) => !isTrusted(account)),
    arbitraryAccounts: arbitraryAccounts(conditions, (account) => named.has(account) || isTrusted(account)),
    namedOrganizations: namedOrganizations(conditions).filter((id) => !trustedOrganizations.includes(id)),
    arbitraryOrganizations: arbitraryOrganizations(conditions, trustedOrganizations),
  };
}

function versionsOf(policies: readonly KeyPolicy[]): Universe["versionOf"] {
  const [first, ...others] = policies;
  if (others.length === 0) return () => first?.version;
  const versions = new Map<Condition, string | undefined>();
  for (const policy of policies)
    for (const condition of conditionsOf([policy])) versions.set(condition, policy.version);
  return (condition) => versions.get(condition);
}

function dependsOnWho(condition: Condition): boolean {
  const setter = setterOf(keyOf(condition));
  return (
    setter === "source" || setter === "vpcOwner" || condition.values.some((value) => value.includes("${"))
  );
}

function partitionIn(policies: readonly KeyPolicy[], region: string | undefined): string {
  const ofRegion = region === undefined ? undefined : partitionOf(region);
  if (ofRegion !== undefined) return ofRegion;
  for (const { AWS } of principalSets(policies))
    for (const principal of AWS) {
      const arn = parseArn(principal);
      if (arn !== undefined) return arn.partition;
    }
  return "aws";
}

const ACCOUNT_KEYS = [
  "aws:principalaccount",
  "kms:calleraccount",
  "aws:sourceaccount",
  "aws:sourceowner",
  "aws:vpceaccount",
];
const ARN_KEYS = ["aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn"];
const DIGITS = ["6", "7", "9"];

/** No account id of AWS's own, and none that examples use for owners. */
const STRANGERS = ["666666666666", "777777777777", "888888888888", "999999999999"];

function arbitraryAccounts(
  conditions: readonly Condition[],
  isTaken: (account: string) => boolean,
): readonly string[] {
  const stranger = STRANGERS.find((account) => !isTaken(account)) ?? freeNumber(isTaken);
  const patterns = [
    ...valuesFor(conditions, ACCOUNT_KEYS),
    ...valuesFor(conditions, ARN_KEYS).map((arn) => arn.split(":")[4] ?? ""),
  ].filter((pattern) => hasWildcard(pattern) && /\d/.test(pattern) && !pattern.includes("${"));
  const fitting = [...new Set(patterns)].flatMap((pattern) =>
    DIGITS.flatMap((digit) => commonText([pattern, "?".repeat(12)], digit) ?? []),
  );
  return [...new Set([stranger, ...fitting])].filter(
    (account) => /^\d{12}$/.test(account) && !isTaken(account),
  );
}

function freeNumber(isTaken: (account: string) => boolean): string {
  let number = 600_000_000_001;
  while (isTaken(String(number))) number++;
  return String(number);
}

const ARBITRARY_ORGANIZATION = "o-outsider00";

function arbitraryOrganizations(
  conditions: readonly Condition[],
  trusted: readonly string[],
): readonly string[] {
  const patterns = [
    ...valuesFor(conditions, ["aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid"]),
    ...valuesFor(conditions, ["aws:principalorgpaths", "aws:sourceorgpaths"]).map(
      (path) => path.split("/")[0] ?? "",
    ),
  ].filter((pattern) => hasWildcard(pattern) && pattern.startsWith("o-") && !pattern.includes("${"));
  const fitting = [...new Set(patterns)].flatMap(
    (pattern) => commonText([pattern, "o-?????????*"], "z") ?? [],
  );
  return [...new Set([ARBITRARY_ORGANIZATION, ...fitting])].filter((id) => !trusted.includes(id));
}
