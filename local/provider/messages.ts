/** The engine's messages, built and read. */
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { DEFAULTS, propertiesOf } from "./check";
import { type Differences, pathOf } from "./diff";
import type { Naming } from "./naming";
import { resourceOf } from "./registry";
import type { Failure } from "./property";
import { encode, isSame, type Properties } from "./values";

/** The type in a URN: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? urn;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** How a request wants names to be made. */
export function namingOf(request: proto.CheckRequest): Naming {
  const options = request.getAutonaming();
  const { PROPOSE, ENFORCE } = proto.CheckRequest.AutonamingOptions.Mode;
  const mode = options?.getMode();
  return {
    resourceName: nameOf(request.getUrn()),
    seed: request.getRandomseed_asU8(),
    mode:
      mode === undefined
        ? "default"
        : mode === PROPOSE
          ? "propose"
          : mode === ENFORCE
            ? "enforce"
            : "disable",
    proposed: options?.getProposedName() ?? "",
  };
}

/** The names of a type's secret properties. */
export function secretsOf(type: string): string[] {
  return Object.entries(propertiesOf(resourceOf(type))).flatMap(([name, { secret }]) =>
    secret === true ? [name] : [],
  );
}

/** Checked inputs and what is wrong with them. */
export function checkResponse(inputs: Properties, failures: readonly Failure[]): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(encode(inputs));
  response.setFailuresList(failures.map(checkFailure));
  return response;
}

/** One thing that is wrong. */
export function checkFailure({ property, reason }: Failure): proto.CheckFailure {
  const failure = new proto.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
const kinds = {
  add: [ADD, ADD_REPLACE],
  delete: [DELETE, DELETE_REPLACE],
  update: [UPDATE, UPDATE_REPLACE],
} as const;

/** What a change does. */
export function diffResponse({ details, changed, deleteBeforeReplace }: Differences): proto.DiffResponse {
  const response = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  response.setChanges(details.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setHasdetaileddiff(true);
  response.setDiffsList([...changed]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setReplacesList([
    ...new Set(details.filter(({ replace }) => replace).map(({ path }) => String(path[0]))),
  ]);
  for (const detail of details) {
    const difference = new proto.PropertyDiff();
    difference.setKind(kinds[detail.kind][detail.replace ? 1 : 0]);
    response.getDetaileddiffMap().set(pathOf(detail), difference);
  }
  return response;
}

/** Another account or Region is another provider to its resources only by their own Region, so nothing is replaced. */
export function diffConfig(olds: Properties, news: Properties): proto.DiffResponse {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const changed = [...names].filter(
    (name) => name !== DEFAULTS && !isSame(olds[name] ?? null, news[name] ?? null),
  );
  const response = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList(changed);
  return response;
}
