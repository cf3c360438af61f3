import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend } from "../mend";
import { isJsonObject } from "../protocol";

/** Workgroups of Athena can be changed: here the old one gives way to one with the new configuration or tags. */
export const changedWorkGroups: CallMend = {
  name: "changed workgroups",
  service: "athena",
  operations: ["UpdateWorkGroup", "TagResource", "UntagResource"],
  aws: "configuration, description and tags of a workgroup can be changed (here: not its state)",
  docs: "https://docs.aws.amazon.com/athena/latest/APIReference/API_UpdateWorkGroup.html",
  localEmu: "does not know the operations",
  answer: async (call) => {
    const { input, operation } = call;
    if (operation === "UpdateWorkGroup") {
      await replace(call, String(input.WorkGroup), (group) => updated(group, input));
      return {};
    }
    const name = String(input.ResourceARN).split(":workgroup/")[1];
    if (name === undefined) {
      throw new AwsError("InvalidRequestException", "the local AWS has tags for workgroups only");
    }
    const [added, gone] = [objectsOf(input.Tags), textsOf(input.TagKeys)];
    const names = [...added.map(({ Key }) => Key), ...gone];
    await replace(call, name, (group) => ({
      ...group,
      Tags: [...objectsOf(group.Tags).filter(({ Key }) => !names.includes(Key)), ...added],
    }));
    return {};
  },
};

/** Makes a workgroup anew, changed. */
async function replace(call: Call, name: string, change: (group: JsonObject) => JsonObject): Promise<void> {
  const { WorkGroup: group } = await call.localEmu("GetWorkGroup", { WorkGroup: name });
  if (!isJsonObject(group)) throw new AwsError("InvalidRequestException", `WorkGroup ${name} is not found.`);
  const ResourceARN = `arn:aws:athena:${call.region}:${call.account}:workgroup/${name}`;
  const { Tags } = await call.localEmu("ListTagsForResource", { ResourceARN });
  const { Description, Configuration } = group;
  const successor = change({ Name: name, Description, Configuration, Tags });
  await call.localEmu("DeleteWorkGroup", { WorkGroup: name, RecursiveDeleteOption: true });
  await call.localEmu("CreateWorkGroup", successor);
}

function updated(group: JsonObject, { Description, ConfigurationUpdates, State }: JsonObject): JsonObject {
  if (State === "DISABLED") {
    throw new AwsError("InvalidRequestException", "the local AWS cannot disable a workgroup");
  }
  const { ResultConfigurationUpdates: results, ...updates } = objectOf(ConfigurationUpdates);
  const before = objectOf(group.Configuration);
  return {
    ...group,
    Description: Description ?? group.Description,
    Configuration: {
      ...applied(before, updates),
      ResultConfiguration: applied(objectOf(before.ResultConfiguration), objectOf(results)),
    },
  };
}

/** What an update names is replaced, and its `Remove<name>` takes away. */
function applied(before: JsonObject, updates: JsonObject): JsonObject {
  const removed = Object.keys(updates).flatMap((name) =>
    name.startsWith("Remove") && updates[name] === true ? [name.slice("Remove".length)] : [],
  );
  const kept = Object.entries(before).filter(([name]) => !removed.includes(name));
  const given = Object.entries(updates).filter(([name]) => !name.startsWith("Remove"));
  return Object.fromEntries([...kept, ...given]);
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
