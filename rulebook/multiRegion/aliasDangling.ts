import { ALIAS_NAME_PATTERN } from "../../kms/keySpecs";
import { type AliasFacts, type Estate, type KeyFacts, resolve, UNKNOWN } from "../facts";
import { estateRule, notApplicable, pass, unknown, type Verdict, violation } from "../rule";
import { aliasesOf } from "./aliases";
import { primaryOf } from "./related";

/** Every alias leads to a key that works, the same in every Region. */
export const aliasDangling = estateRule({
  id: "kms-alias-dangling",
  title: "Aliases lead to a working key, the same in every Region",
  area: "Multi-Region",
  severity: "high",
  level: "mandatory",
  rationale:
    "Programs know keys by alias: one that leads to a dying key, or to another key in the other Region, fails when it is needed.",
  remedy: {
    setting: "alias, which is the same in every Region and follows its key",
    property: "targetKeyId of the alias; a name that does not begin with alias/aws/",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
  standards: { nist: ["SC-12(1)"] },
  check: (estate) =>
    estate.alias.map((alias) => ({ resource: alias.resource, verdict: verdictOn(alias, estate) })),
});

function verdictOn(alias: AliasFacts, estate: Estate): Verdict {
  const { name, target } = alias;
  if (name !== UNKNOWN && name !== undefined) {
    if (name.startsWith("alias/aws/"))
      return violation(`${name}: names that begin with alias/aws/ are AWS's own`);
    if (!ALIAS_NAME_PATTERN.test(name)) return violation(`"${name}" is no name of an alias`);
  }
  if (target === UNKNOWN) return unknown("target of the alias");
  if (target === undefined) return violation("the alias leads to no key");
  const key = resolve(target, estate.key);
  if (key === undefined) return notApplicable("the key that the alias leads to is elsewhere");
  return onTarget(alias, key, estate);
}

function onTarget(alias: AliasFacts, key: KeyFacts, estate: Estate): Verdict {
  const twin = estate.alias.find(
    (other) => other !== alias && isNamed(other, alias) && other.region === alias.region,
  );
  if (twin !== undefined && alias.region !== UNKNOWN)
    return violation(`${twin.resource.name} is another alias of the same name in ${alias.region}`);
  if (key.enabled === false || key.live?.state === "Disabled")
    return violation(`the alias leads to ${key.resource.name}, which is disabled`);
  if (key.live?.state === "PendingDeletion" || key.live?.state === "PendingReplicaDeletion")
    return violation(`the alias leads to ${key.resource.name}, which is being deleted`);
  if (isElsewhereThan(alias, key, estate))
    return violation(
      `the alias is in ${String(alias.region)} and leads to ${key.resource.name}, which is in ${String(key.region)}`,
    );
  if (key.role !== "replica") return pass;
  const primary = primaryOf(key, estate.key);
  const stray = estate.alias.find(
    (other) =>
      other !== alias &&
      isNamed(other, alias) &&
      primary !== undefined &&
      isElsewhere(other, primary, estate),
  );
  return stray === undefined
    ? pass
    : violation(`in its primary key's Region the alias leads to another key (${stray.resource.name})`);
}

/** Whether neither the key nor a related one is in the alias's Region: the id of a multi-Region key is the same in each. */
function isElsewhereThan(alias: AliasFacts, key: KeyFacts, estate: Estate): boolean {
  if (alias.region === UNKNOWN || key.region === UNKNOWN || alias.region === key.region) return false;
  const primary = primaryOf(key, estate.key) ?? key;
  return !estate.key.some(
    (other) =>
      (other === primary || primaryOf(other, estate.key) === primary) &&
      (other.region === UNKNOWN || other.region === alias.region),
  );
}

function isNamed(other: AliasFacts, { name }: AliasFacts): boolean {
  return name !== UNKNOWN && name !== undefined && other.name === name;
}

/** Whether an alias in the primary key's Region leads to another key of the estate than the primary. */
function isElsewhere(alias: AliasFacts, primary: KeyFacts, estate: Estate): boolean {
  if (alias.region === UNKNOWN || alias.region !== primary.region) return false;
  return estate.key.some((key) => key !== primary && aliasesOf(key, estate).includes(alias));
}
