import { randomUUID } from "node:crypto";
import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend } from "../mend";

/** Saved queries of CloudWatch Logs Insights. */
export const queryDefinitions = (): CallMend => {
  const saved = new Map<string, JsonObject>();
  return {
    name: "saved queries",
    service: "logs",
    operations: ["PutQueryDefinition", "DescribeQueryDefinitions", "DeleteQueryDefinition"],
    aws: "CloudWatch Logs Insights keeps saved queries",
    docs: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html",
    localEmu: "does not know the operations",
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must be a rejected promise
    answer: async (call) => {
      switch (call.operation) {
        case "PutQueryDefinition":
          return put(call, saved);
        case "DeleteQueryDefinition":
          return { success: saved.delete(placeOf(call, existing(call, saved))) };
        default:
          return { queryDefinitions: describe(call, saved) };
      }
    },
  };
};

function put(call: Call, saved: Map<string, JsonObject>): JsonObject {
  const queryDefinitionId = call.input.queryDefinitionId === undefined ? randomUUID() : existing(call, saved);
  saved.set(placeOf(call, queryDefinitionId), {
    ...call.input,
    clientToken: undefined,
    queryDefinitionId,
    lastModified: Date.now(),
  });
  return { queryDefinitionId };
}

function describe(call: Call, saved: ReadonlyMap<string, JsonObject>): readonly JsonObject[] {
  const { queryDefinitionNamePrefix: prefix = "" } = call.input;
  return [...saved]
    .filter(
      ([place, { name }]) => place.startsWith(placeOf(call, "")) && String(name).startsWith(String(prefix)),
    )
    .map(([, definition]) => definition);
}

function existing(call: Call, saved: ReadonlyMap<string, JsonObject>): string {
  const id = String(call.input.queryDefinitionId);
  if (saved.has(placeOf(call, id))) return id;
  throw new AwsError("ResourceNotFoundException", `The specified query definition does not exist: ${id}`);
}

/** Each account and Region has its own. */
function placeOf({ account, region }: Call, id: string): string {
  return `${account}/${region}/${id}`;
}
