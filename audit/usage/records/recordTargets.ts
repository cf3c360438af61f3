/** What QuickReader reads of a record, as tables of names. */
import { jsonPaths, member, type MemberName, textPaths } from "./members";
import { NameTable } from "./nameTable";

/** What becomes of a member: it is text, JSON, an object with members of its own, or one of two that are like no other. */
export interface Target {
  readonly text?: number;
  readonly json?: number;
  readonly object?: NameTable<Target>;
  readonly special?: "readOnly" | "resources" | "userIdentity" | "ARN" | "container";
}

/** Members of what holds or wraps records: see RecordSplitter and RecordReader. */
const containers = ["Records", "Events", "logEvents", "events", "CloudTrailEvent", "detail", "message"];

/** The members of a record. */
export const recordTargets = targetTable();
/** The members of an element of resources[]. */
export const resourceTargets = new NameTable<Target>(new Map([["ARN", { special: "ARN" }]]));

interface Draft {
  text?: number;
  json?: number;
  members?: Map<string, Draft>;
  special?: "readOnly" | "resources" | "userIdentity" | "container";
}

/** The tree of all paths, as tables of names. */
function targetTable(): NameTable<Target> {
  const root: Draft = {};
  const at = (path: string): Draft => {
    let draft = root;
    for (const name of path.split(".")) {
      draft.members ??= new Map();
      let next = draft.members.get(name);
      if (next === undefined) draft.members.set(name, (next = {}));
      draft = next;
    }
    return draft;
  };
  for (const [name, path] of Object.entries(textPaths)) at(path).text = member[name as MemberName];
  for (const [name, path] of Object.entries(jsonPaths)) at(path).json = member[name as MemberName];
  at("readOnly").special = "readOnly";
  at("resources").special = "resources";
  at("userIdentity").special = "userIdentity";
  // What holds records is none, also where it is one object a line.
  for (const name of containers) at(name).special = "container";
  return tableOf(root);
}

function tableOf({ members = new Map<string, Draft>() }: Draft): NameTable<Target> {
  return new NameTable(
    new Map(
      [...members].map(([name, draft]): [string, Target] => [
        name,
        {
          ...(draft.text !== undefined && { text: draft.text }),
          ...(draft.json !== undefined && { json: draft.json }),
          ...(draft.members !== undefined && { object: tableOf(draft) }),
          ...(draft.special !== undefined && { special: draft.special }),
        },
      ]),
    ),
  );
}
