/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/eventrule/ and eventtarget/ */
import type { RuleState, Target } from "@aws-sdk/client-eventbridge";
import { isAwsError, unlessAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { jsonProblem, sameJson } from "../../policies";
import { arnProblem, between, lengthBetween, matching, oneOf } from "../../problems";
import { flag, number, object, requiredText, text, textMap } from "../../read";
import type { Resource } from "../../resource";
import { ownTags, tagList } from "../../tags";
import type { Properties } from "../../values";

const GONE = "ResourceNotFoundException";
const name = matching(/^[\w.-]{1,64}$/, 'at most 64 letters, digits and ".-_"');
const bus = { type: "string", default: "default", forceNew: true } as const;

/** A rule; its id is its name, with its bus before it unless that is the default one. */
export const eventRule: Resource = {
  properties: {
    arn: { type: "string", output: true },
    description: { type: "string", problem: lengthBetween(0, 512) },
    eventBusName: bus,
    eventPattern: { type: "string", document: true, same: sameJson, keepsForm: true, problem: jsonProblem },
    forceDestroy: { type: "boolean", default: false },
    isEnabled: { type: "boolean", conflictsWith: ["state"] },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["namePrefix"],
      autoName: { maxLength: 64 },
      problem: name,
    },
    namePrefix: { type: "string", computed: true, forceNew: true },
    roleArn: { type: "string", problem: arnProblem },
    scheduleExpression: { type: "string", problem: lengthBetween(1, 256) },
    state: {
      type: "string",
      computed: true,
      problem: oneOf(["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]),
    },
  },
  tagging: {
    async set(context, _id, tags, state) {
      const events = await context.client("eventbridge");
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await events.tagResource({ ResourceARN: requiredText(state, "arn"), Tags });
    },
    async remove(context, _id, keys, state) {
      const events = await context.client("eventbridge");
      await events.untagResource({ ResourceARN: requiredText(state, "arn"), TagKeys: keys });
    },
  },

  check(inputs) {
    const hasTrigger = inputs.eventPattern !== undefined || inputs.scheduleExpression !== undefined;
    const reason = "set one of eventPattern and scheduleExpression";
    return hasTrigger ? [] : [{ property: "eventPattern", reason }];
  },

  async create(context, inputs) {
    const name = text(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${Date.now()}`;
    const tags = tagList(inputs);
    await putRule(context, name, inputs, tags.length > 0 ? tags : undefined);
    const eventBus = busOf(inputs);
    return eventBus === "default" ? name : `${eventBus}/${name}`;
  },

  async read(context, id) {
    const events = await context.client("eventbridge");
    const [eventBus, name] = ruleOf(id);
    try {
      const found = await events.describeRule({ Name: name, EventBusName: eventBus });
      const { Tags } = await events.listTagsForResource({ ResourceARN: found.Arn });
      return {
        arn: found.Arn ?? null,
        description: found.Description ?? "",
        eventBusName: eventBus,
        eventPattern: found.EventPattern ?? null,
        name,
        roleArn: found.RoleArn ?? null,
        scheduleExpression: found.ScheduleExpression ?? null,
        state: found.State ?? null,
        tagsAll: ownTags(Tags),
      };
    } catch (error) {
      if (isAwsError(error, GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs }) {
    await putRule(context, ruleOf(id)[1], inputs);
  },

  async delete(context, id, state) {
    const events = await context.client("eventbridge");
    const [EventBusName, Name] = ruleOf(id);
    const Force = flag(state, "forceDestroy") ?? false;
    await events.deleteRule({ Name, EventBusName, Force }).catch(unlessAwsError(GONE));
  },
};

/** A target of a rule; its id is `<rule>-<target id>`. */
export const eventTarget: Resource = {
  properties: {
    arn: { type: "string", required: true, problem: arnProblem },
    deadLetterConfig: { type: "object", fields: { arn: { type: "string" } } },
    eventBusName: bus,
    forceDestroy: { type: "boolean", default: false },
    input: {
      type: "string",
      conflictsWith: ["inputPath", "inputTransformer"],
      same: sameJson,
      keepsForm: true,
    },
    inputPath: { type: "string", conflictsWith: ["input", "inputTransformer"] },
    inputTransformer: {
      type: "object",
      conflictsWith: ["input", "inputPath"],
      fields: { inputPaths: { type: "map" }, inputTemplate: { type: "string", required: true } },
    },
    retryPolicy: {
      type: "object",
      fields: {
        maximumEventAgeInSeconds: { type: "integer", problem: between(60, 86_400) },
        maximumRetryAttempts: { type: "integer", problem: between(0, 185) },
      },
    },
    roleArn: { type: "string", problem: arnProblem },
    rule: { type: "string", required: true, forceNew: true },
    sqsTarget: { type: "object", fields: { messageGroupId: { type: "string" } } },
    targetId: { type: "string", computed: true, forceNew: true, autoName: { maxLength: 64 }, problem: name },
  },
  unserved: Object.fromEntries(
    [
      ...["appsyncTarget", "batchTarget", "ecsTarget", "httpTarget", "kinesisTarget"],
      ...["redshiftTarget", "runCommandTargets", "sagemakerPipelineTarget"],
    ].map((name) => [name, "an SNS topic or SQS queue as the target"]),
  ),

  async create(context, inputs) {
    await putTarget(context, inputs);
    return `${requiredText(inputs, "rule")}-${requiredText(inputs, "targetId")}`;
  },

  async read(context, _id, state) {
    const events = await context.client("eventbridge");
    const [Rule, Id] = [requiredText(state, "rule"), requiredText(state, "targetId")];
    try {
      const { Targets = [] } = await events.listTargetsByRule({ Rule, EventBusName: busOf(state) });
      const found = Targets.find((target) => target.Id === Id);
      return found === undefined ? undefined : fromTarget(found);
    } catch (error) {
      if (isAwsError(error, GONE)) return undefined;
      throw error;
    }
  },

  async update(context, _id, { inputs }) {
    await putTarget(context, inputs);
  },

  async delete(context, _id, state) {
    const events = await context.client("eventbridge");
    const [Rule, id] = [requiredText(state, "rule"), requiredText(state, "targetId")];
    const Force = flag(state, "forceDestroy") ?? false;
    await events
      .removeTargets({ Rule, Ids: [id], EventBusName: busOf(state), Force })
      .catch(unlessAwsError(GONE));
  },
};

async function putRule(
  context: Context,
  Name: string,
  inputs: Properties,
  Tags?: { Key: string; Value: string }[],
) {
  const events = await context.client("eventbridge");
  const state = text(inputs, "state") ?? (flag(inputs, "isEnabled") === false ? "DISABLED" : "ENABLED");
  await events.putRule({
    Name,
    EventBusName: busOf(inputs),
    Description: text(inputs, "description"),
    EventPattern: text(inputs, "eventPattern"),
    ScheduleExpression: text(inputs, "scheduleExpression"),
    RoleArn: text(inputs, "roleArn"),
    State: state as RuleState,
    ...(Tags !== undefined && { Tags }),
  });
}

async function putTarget(context: Context, inputs: Properties): Promise<void> {
  const events = await context.client("eventbridge");
  const { FailedEntries: [failed] = [] } = await events.putTargets({
    Rule: requiredText(inputs, "rule"),
    EventBusName: busOf(inputs),
    Targets: [toTarget(inputs)],
  });
  if (failed !== undefined) throw new Error(`${String(failed.ErrorCode)}: ${String(failed.ErrorMessage)}`);
}

function toTarget(inputs: Properties): Target {
  const [deadLetter, retry] = [object(inputs, "deadLetterConfig"), object(inputs, "retryPolicy")];
  const [transformer, sqs] = [object(inputs, "inputTransformer"), object(inputs, "sqsTarget")];
  return {
    Id: requiredText(inputs, "targetId"),
    Arn: requiredText(inputs, "arn"),
    Input: text(inputs, "input"),
    InputPath: text(inputs, "inputPath"),
    RoleArn: text(inputs, "roleArn"),
    ...(deadLetter !== undefined && { DeadLetterConfig: { Arn: text(deadLetter, "arn") } }),
    ...(retry !== undefined && {
      RetryPolicy: {
        MaximumEventAgeInSeconds: number(retry, "maximumEventAgeInSeconds"),
        MaximumRetryAttempts: number(retry, "maximumRetryAttempts"),
      },
    }),
    ...(transformer !== undefined && {
      InputTransformer: {
        InputPathsMap: textMap(transformer, "inputPaths"),
        InputTemplate: requiredText(transformer, "inputTemplate"),
      },
    }),
    ...(sqs !== undefined && { SqsParameters: { MessageGroupId: text(sqs, "messageGroupId") } }),
  };
}

function fromTarget(target: Target): Properties {
  const { RetryPolicy: retry, InputTransformer: transformer, SqsParameters: sqs } = target;
  return {
    arn: target.Arn ?? null,
    deadLetterConfig:
      target.DeadLetterConfig?.Arn === undefined ? null : { arn: target.DeadLetterConfig.Arn },
    input: target.Input ?? null,
    inputPath: target.InputPath ?? null,
    inputTransformer:
      transformer === undefined
        ? null
        : { inputPaths: transformer.InputPathsMap ?? {}, inputTemplate: transformer.InputTemplate ?? "" },
    retryPolicy:
      retry === undefined
        ? null
        : {
            maximumEventAgeInSeconds: retry.MaximumEventAgeInSeconds ?? null,
            maximumRetryAttempts: retry.MaximumRetryAttempts ?? null,
          },
    roleArn: target.RoleArn ?? null,
    sqsTarget: sqs?.MessageGroupId === undefined ? null : { messageGroupId: sqs.MessageGroupId },
    targetId: target.Id ?? null,
  };
}

function busOf(properties: Properties): string {
  return text(properties, "eventBusName") ?? "default";
}

function ruleOf(id: string): [string, string] {
  const at = id.lastIndexOf("/");
  return at < 0 ? ["default", id] : [id.slice(0, at), id.slice(at + 1)];
}
