/** The values that are worth trying for what a request carries besides its principal. */
import { findConditionKey } from "../../conditionKeys";
import { REGIONS } from "../../regions";
import { addressCandidates } from "./addressIntervals";
import { type Candidate, type CandidateContext, MISSING } from "./candidate";
import { setterOf } from "./keyTraits";
import { organizationCandidates, organizationOfCandidates } from "./organizationCandidates";
import type { Persona } from "./persona";
import { sourceAccountCandidates, sourceArnCandidates } from "./sourceCandidates";
import { reflections, textsFor } from "./textCandidates";
import { timeCandidates } from "./timeCandidates";

/** Whether the values to try depend on who asks. */
export function dependsOnPersona(variable: string, persona: Persona): boolean {
  const setter = setterOf(variable);
  return (
    variable === "organization" ||
    setter === "source" ||
    setter === "vpcOwner" ||
    persona.principalType === "Service"
  );
}

/** Whether the first of the ways to fill in a variable is to leave it out, for everybody. */
export function isUsuallyMissing(variable: string): boolean {
  const setter = setterOf(variable);
  return (
    (setter === "caller" && variable !== "aws:securetransport") ||
    setter === "source" ||
    setter === "vpcOwner" ||
    setter === "federation"
  );
}

/** The ways to fill in a variable, those that need the least first. */
export function candidatesFor(variable: string, context: CandidateContext): readonly Candidate[] {
  if (variable === "organization") return organizationCandidates(context);
  if (variable === "time") return timeCandidates(context);
  switch (setterOf(variable)) {
    case "principal":
      return [ownCandidate(variable, context)];
    case "source":
    case "vpcOwner":
      return ownedCandidates(variable, context);
    case "network":
      return variable === "aws:sourceip"
        ? sourceIpCandidates(variable, context)
        : namedOrFree(variable, context);
    case "federation":
      return namedOrFree(variable, context);
    case "key":
      return keyCandidates(variable, context);
    case "nobody":
      return [MISSING];
    default:
      return chosenByCaller(variable, context);
  }
}

/** Nobody can choose who he is. */
function ownCandidate(variable: string, { persona }: CandidateContext): Candidate {
  const values = persona.lookup(variable);
  if (values === undefined) return MISSING;
  const [only] = values;
  return { values: { [variable]: values.length === 1 && only !== undefined ? only : values }, rank: 0 };
}

/** Accounts, organizations and ARNs of whoever owns the source or the endpoint. */
function ownedCandidates(variable: string, context: CandidateContext): readonly Candidate[] {
  if (variable.endsWith("account") || variable.endsWith("owner"))
    return sourceAccountCandidates(variable, context);
  return variable.endsWith("arn")
    ? sourceArnCandidates(variable, context)
    : organizationOfCandidates(variable, context);
}

function sourceIpCandidates(variable: string, { conditions }: CandidateContext): readonly Candidate[] {
  const addresses = addressCandidates(conditions);
  return [...addresses]
    .sort((left, right) => Number(right.wide) - Number(left.wide))
    .map(({ address, wide }): Candidate => ({ values: { [variable]: address }, rank: wide ? 0 : 1 }))
    .concat(MISSING);
}

/** A fixed value names somebody's network or identity pool; a pattern is met by one's own. */
function namedOrFree(variable: string, context: CandidateContext): readonly Candidate[] {
  const texts = textsFor(context);
  return [
    MISSING,
    ...texts.map(({ text, wild }): Candidate => ({ values: { [variable]: text }, rank: wild ? 0 : 1 })),
    { values: { [variable]: freshText(variable, context) }, rank: 0 },
  ];
}

function keyCandidates(variable: string, context: CandidateContext): readonly Candidate[] {
  const { universe } = context;
  if (variable === "aws:resourceaccount") return [{ values: { [variable]: universe.ownerAccount }, rank: 0 }];
  if (variable === "aws:requestedregion" && universe.regionIsKnown)
    return [{ values: { [variable]: universe.region }, rank: 0 }];
  const named = textsFor({
    ...context,
    conditions: context.conditions.filter(({ values }) => !values.some(isVariable)),
  });
  const own = variable === "aws:requestedregion" ? universe.region : "o-keyowner00";
  return [own, ...named.map(({ text }) => text)].map((text): Candidate => ({
    values: { [variable]: text },
    rank: 0,
  }));
}

function isVariable(value: string): boolean {
  return value.includes("${");
}

/** An encryption context that a service sends names the resource it acts for; everything else the caller makes up. */
function chosenByCaller(variable: string, context: CandidateContext): readonly Candidate[] {
  if (variable === "aws:securetransport") return [{ values: { [variable]: "true" }, rank: 0 }];
  if (context.persona.principalType === "Service" && variable.startsWith("kms:encryptioncontext:"))
    return sourceArnCandidates(variable, context);
  const texts = [...reflections(context), ...textsFor(context).map(({ text }) => text)];
  const fresh = freshText(variable, context);
  const lists = findConditionKey(variable)?.type === "ArrayOfString" ? listsOf(context, fresh) : [];
  return [
    MISSING,
    // First, so that it stands for all texts that no condition tells from it.
    ...[...new Set([fresh, ...texts])].map((text): Candidate => ({ values: { [variable]: text }, rank: 0 })),
    ...lists.map((list): Candidate => ({ values: { [variable]: list }, rank: 0 })),
  ];
}

/** Everything that one condition lists, everything that all of them list, and each of these with a stranger among them. */
function listsOf(context: CandidateContext, fresh: string): readonly (readonly string[])[] {
  const each = context.conditions.map((condition) =>
    textsFor({ ...context, conditions: [condition] }).map(({ text }) => text),
  );
  const all = [...new Set(each.flat())];
  return [...each, all].filter((list) => list.length > 1).concat(all.length > 0 ? [[...all, fresh]] : []);
}

const usualText: ReadonlyMap<string, string> = new Map([
  ["kms:granteeprincipal", "arn:aws:iam::666666666666:role/grantee"],
  ["kms:grantisforawsresource", "false"],
  ["aws:vpcsourceip", "10.66.6.6"],
]);

/** Prefixes by which identifiers look like what they are. */
const usualPrefix: ReadonlyMap<string, string> = new Map([
  ["aws:sourcevpc", "vpc-0"],
  ["aws:sourcevpce", "vpce-0"],
]);

/** A value that no condition lists. */
function freshText(variable: string, { universe, conditions }: CandidateContext): string {
  const taken = new Set(conditions.flatMap(({ values }) => values));
  if (variable === "kms:viaservice") {
    const services = ["s3", "ec2", "rds", "sqs", "lambda"].map(
      (name) => `${name}.${universe.region}.amazonaws.com`,
    );
    return services.find((service) => !taken.has(service)) ?? "outsider";
  }
  if (REGION_KEYS.has(variable)) return REGIONS.find((region) => !taken.has(region)) ?? universe.region;
  const usual = usualText.get(variable);
  if (usual !== undefined) return usual;
  const type = findConditionKey(variable)?.type;
  if (type === "Bool") return "true";
  if (type === "Numeric") return "1";
  const prefix = usualPrefix.get(variable) ?? "";
  return taken.has(`${prefix}outsider`) ? `${prefix}outsider-2` : `${prefix}outsider`;
}

const REGION_KEYS = new Set(["kms:replicaregion", "kms:primaryregion"]);
