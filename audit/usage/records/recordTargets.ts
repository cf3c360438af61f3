/** What QuickReader reads of a record, as tables of names. */
import { jsonPaths, member, type MemberName, textPaths } from "./members";
import { NameTable } from "./nameTable";

/** What becomes of a member: it is text, JSON, an object with members of its own, or one that is like no other. */
export interface Target {
  readonly kind: "text" | "json" | "object" | "userIdentity" | "readOnly" | "resources" | "ARN" | "container";
  /** The number of a text or JSON member. */
  readonly member: number;
  /** The members of an object. */
  readonly names: NameTable<Target> | undefined;
}

/** Members of what holds or wraps records: see RecordSplitter and RecordReader. */
const containers = ["Records", "Events", "logEvents", "events", "CloudTrailEvent", "detail", "message"];

/** The members of a record. */
export const recordTargets = targetTable();
/** The members of an element of resources[]. */
export const resourceTargets = new NameTable<Target>(
  new Map([["ARN", { kind: "ARN", member: -1, names: undefined }]]),
);

interface Draft {
  kind: Target["kind"];
  member: number;
  members?: Map<string, Draft>;
}

/** The tree of all paths, as tables of names. */
function targetTable(): NameTable<Target> {
  const root: Draft = { kind: "object", member: -1 };
  const put = (path: string, kind: Target["kind"], index = -1): void => {
    let draft = root;
    for (const name of path.split(".")) {
      draft.members ??= new Map();
      let next = draft.members.get(name);
      if (next === undefined) draft.members.set(name, (next = { kind: "object", member: -1 }));
      draft = next;
    }
    draft.kind = kind;
    draft.member = index;
  };
  for (const [name, path] of Object.entries(textPaths)) put(path, "text", member[name as MemberName]);
  for (const [name, path] of Object.entries(jsonPaths)) put(path, "json", member[name as MemberName]);
  for (const name of ["readOnly", "resources", "userIdentity"] as const) put(name, name);
  // What holds records is none, also where it is one object a line.
  for (const name of containers) put(name, "container");
  return tableOf(root.members);
}

function tableOf(members: ReadonlyMap<string, Draft> = new Map()): NameTable<Target> {
  return new NameTable(
    new Map(
      [...members].map(([name, { kind, member: index, members: inner }]): [string, Target] => [
        name,
        { kind, member: index, names: inner === undefined ? undefined : tableOf(inner) },
      ]),
    ),
  );
}
