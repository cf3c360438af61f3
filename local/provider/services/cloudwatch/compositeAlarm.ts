import type { Context } from "../../context";
import { atMost, lengthBetween } from "../../problems";
import { number, object, requiredText, text } from "../../read";
import type { Resource } from "../../resource";
import { tagList } from "../../tags";
import type { Properties, Value } from "../../values";
import { common, deleteAlarm, fromCommon, type GivenTags, tagging, tagsOf, toCommon } from "./alarm";

/** An alarm on the states of others; its id is its name. https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/compositealarm/ */
export const compositeAlarm: Resource = {
  properties: {
    ...common,
    actionsEnabled: { type: "boolean", default: true, forceNew: true },
    actionsSuppressor: {
      type: "object",
      fields: {
        alarm: { type: "string", required: true },
        extensionPeriod: { type: "integer", required: true },
        waitPeriod: { type: "integer", required: true },
      },
    },
    alarmName: { type: "string", required: true, forceNew: true, problem: lengthBetween(1, 255) },
    alarmRule: { type: "string", required: true, problem: atMost(10_240), same: sameRule, keepsForm: true },
  },
  tagging,

  async create(context, inputs) {
    const tags = tagList(inputs);
    await putComposite(context, inputs, tags.length > 0 ? { Tags: tags } : {});
    return requiredText(inputs, "alarmName");
  },

  async read(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    const { CompositeAlarms = [] } = await cloudwatch.describeAlarms({
      AlarmNames: [id],
      AlarmTypes: ["CompositeAlarm"],
    });
    const [alarm] = CompositeAlarms;
    if (alarm === undefined) return undefined;
    return {
      ...fromCommon(alarm),
      actionsSuppressor:
        alarm.ActionsSuppressor === undefined
          ? null
          : {
              alarm: alarm.ActionsSuppressor,
              extensionPeriod: alarm.ActionsSuppressorExtensionPeriod ?? 0,
              waitPeriod: alarm.ActionsSuppressorWaitPeriod ?? 0,
            },
      alarmName: id,
      alarmRule: alarm.AlarmRule ?? null,
      tagsAll: await tagsOf(context, alarm.AlarmArn),
    };
  },

  async update(context, _id, { inputs }) {
    await putComposite(context, inputs);
  },

  delete: deleteAlarm,
  findMade: (_context, inputs) => Promise.resolve(text(inputs, "alarmName")),
};

async function putComposite(context: Context, inputs: Properties, tags: GivenTags = {}) {
  const cloudwatch = await context.client("cloudwatch");
  const suppressor = object(inputs, "actionsSuppressor");
  await cloudwatch.putCompositeAlarm({
    AlarmName: requiredText(inputs, "alarmName"),
    AlarmRule: requiredText(inputs, "alarmRule"),
    ...toCommon(inputs),
    ...(suppressor !== undefined && {
      ActionsSuppressor: requiredText(suppressor, "alarm"),
      ActionsSuppressorExtensionPeriod: number(suppressor, "extensionPeriod"),
      ActionsSuppressorWaitPeriod: number(suppressor, "waitPeriod"),
    }),
    ...tags,
  });
}

function sameRule(one: Value, other: Value): boolean {
  return typeof one === "string" && typeof other === "string" && one.trim() === other.trim();
}
