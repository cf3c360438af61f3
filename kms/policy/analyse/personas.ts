/** The principals that an analysis tries. */
import { accountOf, hasWildcard, parseArn } from "../../arn";
import type { KeyPolicy, PrincipalSet } from "../document";
import { accountNamed } from "../evaluate/principals";
import type { Budget } from "./budget";
import { commonArn } from "./commonArn";
import { commonText } from "./commonText";
import { principalSets, valuesFor } from "./names";
import { Persona, type Zone } from "./persona";
import type { Universe } from "./universe";

/** Principals outside come first where they are arbitrary; the order decides which witness a reader sees. */
export function personasOf(
  policies: readonly KeyPolicy[],
  universe: Universe,
  budget: Budget,
): readonly Persona[] {
  const sets = principalSets(policies);
  const accounts: readonly (readonly [Zone, string])[] = [
    ...universe.arbitraryAccounts.map((account) => ["arbitrary", account] as const),
    ...universe.namedAccounts.map((account) => ["named", account] as const),
    ["owner", universe.ownerAccount],
    ...[...universe.trustedAccounts].map((account) => ["trusted", account] as const),
  ];
  const principals = principalsByAccount(sets, universe);
  const all = [
    ...accounts.flatMap(([zone, account]) => inAccount(zone, account, principals, universe, budget)),
    ...withUserIds(universe),
    ...federated(sets, universe),
    ...services(sets, universe),
  ];
  const distinct = new Map<string, Persona>();
  for (const persona of all) {
    if (!distinct.has(persona.identity)) distinct.set(persona.identity, persona);
  }
  return [...distinct.values()];
}

interface NamedPrincipals {
  /** Principal ARNs without wildcards, by account. */
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>;
  /** Patterns of `aws:PrincipalArn`. */
  readonly patterns: readonly string[];
}

function principalsByAccount(sets: readonly PrincipalSet[], universe: Universe): NamedPrincipals {
  const exact = new Map<string, Set<string>>();
  const patterns = new Set<string>();
  const fromConditions = valuesFor(universe.conditions, ["aws:principalarn"]).filter(
    (value) => !value.includes("${"),
  );
  for (const value of fromConditions) if (hasWildcard(value)) patterns.add(value);
  for (const arn of [...sets.flatMap(({ AWS }) => AWS), ...fromConditions]) {
    const parts = parseArn(arn);
    // AWS takes no group as a principal.
    if (parts === undefined || hasWildcard(arn) || parts.resource.startsWith("group/")) continue;
    const known = exact.get(parts.account);
    if (known === undefined) exact.set(parts.account, new Set([arn]));
    else known.add(arn);
  }
  return { exact, patterns: [...patterns] };
}

/** Anyone in the account, who the policy names there, and whom its patterns fit. */
function inAccount(
  zone: Zone,
  account: string,
  { exact, patterns }: NamedPrincipals,
  universe: Universe,
  budget: Budget,
): Persona[] {
  const { partition } = universe;
  const nobodyInParticular = zone === "owner" || zone === "trusted" ? "colleague" : "outsider";
  const named = [...(exact.get(account) ?? [])];
  const fitting = principalsLike(
    patterns,
    { account, isOutside: zone === "arbitrary" || zone === "named" },
    universe,
    budget,
  );
  const users = valuesFor(universe.conditions, ["aws:username"]).flatMap((name) =>
    name.includes("${") ? [] : (commonText([name, "?*"]) ?? []),
  );
  const generic = ["role", "user"].map(
    (kind) => `arn:${partition}:iam::${account}:${kind}/${nobodyInParticular}`,
  );
  const root = named.filter((arn) => accountNamed(arn) !== undefined);
  const persona = (principal: string, explicit: boolean): Persona =>
    new Persona({ zone, principalType: "AWS", principal, account, context: userIdOf(principal), explicit });
  return [
    ...generic.map((principal) => persona(principal, false)),
    ...named.filter((arn) => !root.includes(arn)).map((principal) => persona(principal, true)),
    ...[...new Set(fitting)].map((principal) => persona(principal, false)),
    ...users.map((name) => persona(`arn:${partition}:iam::${account}:user/${name}`, false)),
    ...root.map((principal) => persona(principal, false)),
  ];
}

/** A role, a user and the root user for each pattern, and roles for pairs of patterns. */
function principalsLike(
  patterns: readonly string[],
  { account, isOutside }: { readonly account: string; readonly isOutside: boolean },
  { partition }: Universe,
  budget: Budget,
): readonly string[] {
  const found: string[] = [];
  for (const pattern of patterns) {
    budget.spend(SEARCH_STEPS);
    if (budget.isSpent) break;
    const like = (resource: string): string[] =>
      listOf(commonArn(pattern, { partition, account, service: "iam", resource }));
    const principals = ["role/?*", "user/?*", "root"].flatMap(like);
    // No principal has such an ARN that AWS knows today; from outside that is no reason to trust it.
    found.push(...(principals.length === 0 && isOutside ? like("?*") : principals));
    if (patterns.length > MOST_PAIRED) continue;
    const role = `arn:${partition}:iam::${account}:role/?*`;
    for (const other of patterns)
      if (other !== pattern) found.push(...listOf(commonText([pattern, other, role])));
  }
  return found;
}

function listOf(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}

/** What filling in a pattern costs, in comparisons. */
const SEARCH_STEPS = 300;

/** Pairs of patterns are tried up to this many patterns. */
const MOST_PAIRED = 12;

/** Unique ids: nobody can choose the id, everybody the name of a session. */
function userIdOf(principal: string): { "aws:userid": string } {
  if (principal.includes(":user/")) return { "aws:userid": "AIDASOMEBODYSOMEBODY0" };
  if (principal.endsWith(":root")) return { "aws:userid": accountOf(principal) ?? "" };
  return { "aws:userid": `AROASOMEBODYSOMEBODY0:${principal.split("/").at(-1) ?? "session"}` };
}

/** Principals known by their unique id alone: the policy names them, and nobody can tell their account. */
function withUserIds(universe: Universe): Persona[] {
  const values = valuesFor(universe.conditions, ["aws:userid"]).filter((value) => !value.includes("${"));
  const account = universe.arbitraryAccounts[0] ?? "";
  return values.flatMap((value): Persona[] => {
    const id = commonText([value, "?*"]);
    if (id === undefined) return [];
    const free = hasWildcard(value.split(":")[0] ?? "");
    const principal = `arn:${universe.partition}:iam::${account}:role/outsider`;
    return [
      new Persona({
        zone: free ? "arbitrary" : "named",
        principalType: "AWS",
        principal,
        account,
        context: { "aws:userid": id },
        explicit: false,
      }),
    ];
  });
}

/** Identity providers that serve everybody; any other belongs to the account in its ARN. */
const PUBLIC_PROVIDERS = [
  "cognito-identity.amazonaws.com",
  "accounts.google.com",
  "graph.facebook.com",
  "www.amazon.com",
];

function federated(sets: readonly PrincipalSet[], universe: Universe): Persona[] {
  const named = new Set(sets.flatMap(({ Federated }) => Federated));
  return [...named].map((provider): Persona => {
    const account = accountOf(provider);
    const isPublic = provider === "*" || PUBLIC_PROVIDERS.includes(provider);
    const zone = isPublic ? "arbitrary" : zoneOf(account, universe);
    return new Persona({
      zone,
      principalType: "Federated",
      principal: provider === "*" ? "accounts.google.com" : provider,
      account: account ?? universe.arbitraryAccounts[0] ?? "",
      context: {},
      explicit: true,
    });
  });
}

/** Where an account stands; a principal of no known account is outside. */
export function zoneOf(account: string | undefined, universe: Universe): Zone {
  if (account === universe.ownerAccount) return "owner";
  return account !== undefined && universe.trustedAccounts.has(account) ? "trusted" : "named";
}

/** Every service named, acting for an outsider and for the owner. */
function services(sets: readonly PrincipalSet[], universe: Universe): Persona[] {
  const named = new Set([
    ...sets.flatMap(({ Service }) => Service),
    ...valuesFor(universe.conditions, ["aws:principalservicename", "aws:principalservicenameslist"]),
  ]);
  const actsFor = [universe.arbitraryAccounts[0] ?? "", universe.ownerAccount];
  return [...named].flatMap((service) =>
    actsFor.map((account) => {
      const principal = hasWildcard(service) ? "cloudtrail.amazonaws.com" : service;
      return new Persona({
        zone: "service",
        principalType: "Service",
        principal,
        account,
        context: {},
        explicit: true,
      });
    }),
  );
}
