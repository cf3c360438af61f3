/** One statement of a policy document. */
import type { Condition, PrincipalSet, Statement } from "./document";
import type { Located } from "./located";
import {
  addNote,
  addProblem,
  type Findings,
  kindOf,
  memberPath,
  membersOf,
  noteUnknownElements,
  type Spot,
  textsOf,
} from "./parseReader";

const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"] as const;

type Members = ReadonlyMap<string, Located>;

/** Reads the statement at position `index`; what AWS gives no effect is marked so. */
export function readStatement(at: Located, index: number, findings: Findings): Statement {
  const path = `Statement[${index}]`;
  const spot = { path, at, statement: index };
  if (at.kind !== "object") {
    addProblem(
      findings,
      spot,
      `is ${kindOf(at)}`,
      "write an object with Effect, Principal, Action and Resource",
    );
    return { index, effect: "Allow", conditions: [] };
  }
  const members = membersOf(spot, findings);
  noteUnknownElements(spot, members, elements, findings);
  const element = (name: string) => {
    const value = members.get(name);
    return value === undefined ? undefined : { path: memberPath(path, name), at: value, statement: index };
  };
  const texts = (name: string) => {
    const found = element(name);
    return found === undefined ? undefined : textsOf(found, findings);
  };
  const principals = (name: string) => {
    const found = element(name);
    return found === undefined ? undefined : readPrincipals(found, findings);
  };
  const sid = texts("Sid")?.[0];
  const effect = readEffect(element("Effect") ?? spot, members, findings);
  const pairs = {
    ...present("principal", principals("Principal")),
    ...present("notPrincipal", principals("NotPrincipal")),
    ...present("actions", texts("Action")),
    ...present("notActions", texts("NotAction")),
    ...present("resources", texts("Resource")),
    ...present("notResources", texts("NotResource")),
  };
  const missing = missingElement(members);
  if (missing !== undefined) addNote(findings, spot, missing.message, missing.remedy);
  notePairs(members, spot, findings);
  const ineffective = effect.ineffective ?? missing?.message;
  const condition = element("Condition");
  return {
    index,
    ...(sid !== undefined && { sid }),
    effect: effect.effect,
    ...pairs,
    conditions: condition === undefined ? [] : readConditions(condition, findings),
    ...(ineffective !== undefined && { ineffective }),
    ...(at.place !== undefined && { source: at.place }),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html: the value is case-sensitive. */
function readEffect(
  spot: Spot & { readonly at: Located },
  members: Members,
  findings: Findings,
): { readonly effect: "Allow" | "Deny"; readonly ineffective?: string } {
  const value = members.get("Effect");
  const text = value?.kind === "scalar" ? value.value : undefined;
  if (text === "Allow" || text === "Deny") return { effect: text };
  const meant = (["Allow", "Deny"] as const).find(
    (name) => name.toLowerCase() === String(text).toLowerCase(),
  );
  if (value === undefined || meant === undefined) {
    const message = value === undefined ? "the statement has no Effect" : `is ${kindOf(value)}`;
    addProblem(findings, spot, message, 'write "Effect": "Allow" or "Effect": "Deny"');
    return { effect: "Allow" };
  }
  const message = `the Effect "${String(text)}" is in the wrong case, so the statement has no effect`;
  addNote(findings, spot, message, `write "${meant}"`);
  return { effect: meant, ineffective: message };
}

/** A key policy statement needs all three. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
function missingElement(members: Members): { readonly message: string; readonly remedy: string } | undefined {
  const has = (name: string) => members.has(name) || members.has(`Not${name}`);
  if (!has("Principal")) {
    return {
      message: "the statement has no Principal, so it concerns nobody",
      remedy: "name the principals that it is for",
    };
  }
  if (!has("Action"))
    return {
      message: "the statement has no Action, so it allows and denies nothing",
      remedy: "name actions",
    };
  return has("Resource")
    ? undefined
    : {
        message: "the statement has no Resource, so it has no effect",
        remedy: 'add "Resource": "*", which means this key',
      };
}

function notePairs(members: Members, spot: Spot, findings: Findings): void {
  for (const name of ["Principal", "Action", "Resource"]) {
    if (members.has(name) && members.has(`Not${name}`)) {
      addNote(findings, spot, `the statement has both ${name} and Not${name}`, "keep one of them");
    }
  }
}

function readPrincipals(spot: Spot & { readonly at: Located }, findings: Findings): PrincipalSet {
  const set: Record<(typeof principalTypes)[number], string[]> = {
    AWS: [],
    Service: [],
    Federated: [],
    CanonicalUser: [],
  };
  const { at } = spot;
  if (at.kind === "scalar" && at.value === "*") return { anyone: true, ...set, AWS: ["*"] };
  if (at.kind !== "object") {
    addProblem(findings, spot, `is ${kindOf(at)}`, 'write "*", or an object such as {"AWS": [...]}');
    return { anyone: false, ...set };
  }
  const members = membersOf(spot, findings);
  noteUnknownElements(spot, members, principalTypes, findings);
  for (const type of principalTypes) {
    const value = members.get(type);
    if (value !== undefined)
      set[type] = textsOf({ ...spot, path: memberPath(spot.path, type), at: value }, findings);
  }
  return { anyone: false, ...set };
}

/** Operators and keys stay as written: in both, AWS disregards the case. */
function readConditions(spot: Spot & { readonly at: Located }, findings: Findings): Condition[] {
  if (spot.at.kind !== "object") {
    addProblem(findings, spot, `is ${kindOf(spot.at)}`, "write an object: operator, condition key, values");
    return [];
  }
  return [...membersOf(spot, findings)].flatMap(([operator, at]) => {
    const block = { ...spot, path: memberPath(spot.path, operator), at };
    if (at.kind !== "object") {
      addProblem(findings, block, `is ${kindOf(at)}`, "write an object: condition key, values");
      return [];
    }
    return [...membersOf(block, findings)].map(([key, values]) => ({
      operator,
      key,
      values: textsOf({ ...block, path: memberPath(block.path, key), at: values }, findings),
    }));
  });
}

function present<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, T>);
}
