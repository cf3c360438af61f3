/** What metric alarms and composite alarms share. */
import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Context } from "../../context";
import { lengthBetween } from "../../problems";
import { flag, requiredText, text, texts } from "../../read";
import type { Tagging } from "../../resource";
import type { PropertyTable } from "../../property";
import { ownTags } from "../../tags";
import type { Properties } from "../../values";

const actions = { type: "set" } as const;

/** What both kinds of alarm have. */
export const common: PropertyTable = {
  actionsEnabled: { type: "boolean", default: true },
  alarmActions: actions,
  alarmDescription: { type: "string", problem: lengthBetween(0, 1024) },
  arn: { type: "string", output: true },
  insufficientDataActions: actions,
  okActions: actions,
};

/** How alarms are tagged. */
export const tagging: Tagging = {
  async set(context, _id, tags, state) {
    const cloudwatch = await context.client("cloudwatch");
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await cloudwatch.tagResource({ ResourceARN: requiredText(state, "arn"), Tags });
  },
  async remove(context, _id, keys, state) {
    const cloudwatch = await context.client("cloudwatch");
    await cloudwatch.untagResource({ ResourceARN: requiredText(state, "arn"), TagKeys: keys });
  },
};

/** Tags that an alarm is made with. */
export interface GivenTags {
  readonly Tags?: { Key: string; Value: string }[];
}

/** Deletes an alarm of either kind; one that is gone is no error. */
export async function deleteAlarm(context: Context, id: string): Promise<void> {
  const cloudwatch = await context.client("cloudwatch");
  await cloudwatch.deleteAlarms({ AlarmNames: [id] });
}

/** The tags of an alarm. */
export async function tagsOf(context: Context, arn: string | undefined): Promise<Record<string, string>> {
  const cloudwatch = await context.client("cloudwatch");
  return ownTags((await cloudwatch.listTagsForResource({ ResourceARN: arn })).Tags);
}

/** What both kinds of alarm have, as CloudWatch takes it. */
export function toCommon(inputs: Properties) {
  return {
    ActionsEnabled: flag(inputs, "actionsEnabled"),
    AlarmActions: texts(inputs, "alarmActions"),
    AlarmDescription: text(inputs, "alarmDescription"),
    InsufficientDataActions: texts(inputs, "insufficientDataActions"),
    OKActions: texts(inputs, "okActions"),
  };
}

/** What both kinds of alarm have, as properties. */
export function fromCommon(
  alarm: Pick<
    MetricAlarm,
    | "ActionsEnabled"
    | "AlarmActions"
    | "AlarmArn"
    | "AlarmDescription"
    | "InsufficientDataActions"
    | "OKActions"
  >,
): Properties {
  return {
    actionsEnabled: alarm.ActionsEnabled ?? true,
    alarmActions: alarm.AlarmActions ?? [],
    alarmDescription: alarm.AlarmDescription ?? "",
    arn: alarm.AlarmArn ?? null,
    insufficientDataActions: alarm.InsufficientDataActions ?? [],
    okActions: alarm.OKActions ?? [],
  };
}
