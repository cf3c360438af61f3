/** The ways to fill in one variable of a request, in words. */
import { Budget } from "../../../../kms/policy/analyse/budget";
import type { Candidate } from "../../../../kms/policy/analyse/candidate";
import { candidatesFor } from "../../../../kms/policy/analyse/candidates";
import { variableOf } from "../../../../kms/policy/analyse/keyTraits";
import type { AnalyseOptions } from "../../../../kms/policy/analyse/options";
import { personasOf } from "../../../../kms/policy/analyse/personas";
import { keyOf } from "../../../../kms/policy/evaluate/conditions";
import { variablesIn } from "../../../../kms/policy/evaluate/variables";
import { universeOf } from "../../../../kms/policy/analyse/universe";
import { type Json, options, policyOf } from "./given";

/** Who asks: somebody of a zone, or a service for an outsider or for the owner. */
export type Who = "arbitrary" | "owner" | "trusted" | "service" | "service for the owner";

/** A variable, a condition on it, who asks, and the ways to fill the variable in. */
export type WaysCase = readonly [variable: string, condition: Json, who: Who, ways: readonly string[]];

/** `vpc-1 named`: the value and who can bring it about (nothing: anyone; named: whom the policy names; trusted: the trusted zone). */
export function waysToFill(
  variable: string,
  condition: Json,
  who: Who = "arbitrary",
  given: AnalyseOptions = options,
): readonly string[] {
  const policy = policyOf({ Principal: { AWS: "*", Service: "s3.amazonaws.com" }, Condition: condition });
  const universe = universeOf([policy], given);
  const [zone = "", forOwner] = who.split(" for the ");
  const all = personasOf([policy], universe, new Budget()).filter((persona) => persona.zone === zone);
  const persona = forOwner === undefined ? all[0] : all.at(-1);
  if (persona === undefined) throw new RangeError(who);
  const conditions = universe.conditions.filter((each) => variableOf(keyOf(each)) === variable);
  const referring = universe.conditions.filter((each) => each.values.flatMap(variablesIn).includes(variable));
  const context = { persona, universe, conditions, referring, lookup: persona.lookup };
  return candidatesFor(variable, context).map(told);
}

function told({ values, rank }: Candidate): string {
  const texts = Object.values(values).map((value) =>
    typeof value === "string" ? value || '""' : `[${value.join(" ")}]`,
  );
  return `${texts.length === 0 ? "missing" : texts.join(" ")}${["", " named", " trusted"][rank] ?? ""}`;
}
