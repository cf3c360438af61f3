/** Organizations to try: none, one's own, those that the policy names, those that are trusted. */
import { keyOf } from "../evaluate/conditions";
import { type Candidate, type CandidateContext, MISSING, type Rank } from "./candidate";
import { commonText } from "./commonText";
import { isOutside } from "./persona";

/** What the caller's organization may be, with the caller's place in it. */
export function organizationCandidates(context: CandidateContext): readonly Candidate[] {
  if (context.persona.principalType === "Service") return [MISSING];
  const named = organizations(context).flatMap(([id, rank]) =>
    pathsIn(id, "aws:principalorgpaths", context).map((path): Candidate => ({
      values: { "aws:principalorgid": id, "aws:principalorgpaths": [path] },
      rank,
    })),
  );
  return [MISSING, ...named];
}

/** The same for the organization of a source or of a VPC endpoint. */
export function organizationOfCandidates(key: string, context: CandidateContext): readonly Candidate[] {
  const all = organizations(context).flatMap(([id, rank]): Candidate[] =>
    key.endsWith("paths")
      ? pathsIn(id, key, context).map((path) => ({ values: { [key]: [path] }, rank }))
      : [{ values: { [key]: id }, rank }],
  );
  return [MISSING, ...all];
}

/** Outsiders may found an organization of their own; a trusted one makes its member an insider. */
function organizations({ universe, persona }: CandidateContext): readonly (readonly [string, Rank])[] {
  const inside = (rank: Rank): Rank => (isOutside(persona) || persona.principalType === "Service" ? rank : 0);
  return [
    ...universe.arbitraryOrganizations.map((id) => [id, 0] as const),
    ...universe.namedOrganizations.map((id) => [id, inside(1)] as const),
    ...universe.trustedOrganizations.map((id) => [id, inside(2)] as const),
  ];
}

/** A place in the organization that no condition names, and those that conditions do. */
function pathsIn(id: string, key: string, { conditions }: CandidateContext): readonly string[] {
  const named = conditions.filter((condition) => keyOf(condition) === key).flatMap(({ values }) => values);
  const fitting = named.flatMap((path) => commonText([path, `${id}/*`]) ?? []);
  return [...new Set([`${id}/r-root/ou-root-outsider/`, ...fitting])];
}
