import { groupBy } from "../../kms/policy/analyse/groupBy";
import { daysBetween } from "../days";
import { type Fact, type GrantFacts, UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { type EstateVerdict, estateRule, pass, violation } from "../rule";

interface Limits {
  readonly maximumGrants: number;
  readonly maximumAgeInDays: number;
}

/** Grants are few, narrow and temporary. */
export const grantHygiene = estateRule<Limits>({
  id: "kms-grant-hygiene",
  title: "Grants are few, narrow and can be retired",
  area: "Access control",
  severity: "low",
  level: "advisory",
  rationale:
    "Grants pile up unseen: what nobody can retire stays, and what was granted twice survives being revoked once.",
  remedy: {
    property: "one grant for each grantee, with the operations it needs and a retiringPrincipal",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/grant-best-practices.html",
  standards: { nist: ["AC-2", "AC-6"] },
  options: {
    maximumGrants: wholeNumber("grants on one key that are not AWS services' own", {
      minimum: 1,
      maximum: 50_000,
      default: 50,
    }),
    maximumAgeInDays: wholeNumber("days after which a grant is old", {
      minimum: 1,
      maximum: 3650,
      default: 365,
    }),
  },
  check({ grant: grants }, limits) {
    const own = grants.filter(({ madeByService }) => madeByService === undefined);
    const byKey = groupBy(own, ({ key }) => (key === UNKNOWN ? key : JSON.stringify(key)));
    return [...byKey].flatMap(([key, ofKey]): EstateVerdict[] =>
      ofKey.map((grant, index) => ({
        resource: grant.resource,
        verdict: verdictOf([
          ...faultsOf(grant, limits),
          ...(key !== UNKNOWN && ofKey.slice(0, index).some((earlier) => sameGrant(earlier, grant))
            ? ["the same grant is there already"]
            : []),
          ...(key !== UNKNOWN && index === limits.maximumGrants
            ? [`the key has ${ofKey.length} grants, above the maximum of ${limits.maximumGrants}`]
            : []),
        ]),
      })),
    );
  },
});

function verdictOf(faults: readonly string[]) {
  return faults.length === 0 ? pass : violation(faults.join("; "));
}

/** Operations that a grant on a symmetric encryption key can hold, but for those that describe and retire. */
const everyUse = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
  "CreateGrant",
];

function faultsOf(grant: GrantFacts, { maximumAgeInDays }: Limits): string[] {
  const { operations, retiringPrincipal, granteePrincipal, createdAt, readAt } = grant;
  const age = createdAt === undefined || readAt === undefined ? 0 : daysBetween(createdAt, readAt);
  return [
    ...(operations !== UNKNOWN && everyUse.every((operation) => operations.includes(operation))
      ? ["the grant holds every operation"]
      : []),
    ...(retiringPrincipal === undefined ? ["nobody but the key's owner can retire the grant"] : []),
    ...(granteePrincipal !== UNKNOWN && /^A[A-Z0-9]{15,}$/.test(granteePrincipal)
      ? [`the grantee ${granteePrincipal} was deleted`]
      : []),
    ...(age > maximumAgeInDays ? [`the grant is ${age} days old`] : []),
  ];
}

function sameGrant(left: GrantFacts, right: GrantFacts): boolean {
  const facts = ({ granteePrincipal, operations, constraints }: GrantFacts): Fact<unknown>[] => [
    granteePrincipal,
    operations === UNKNOWN ? operations : [...operations].sort().join(),
    constraints === UNKNOWN ? constraints : JSON.stringify(constraints ?? {}),
  ];
  const others = facts(right);
  return facts(left).every((fact, index) => fact !== UNKNOWN && fact === others[index]);
}
