/** What EventBridge sends to a topic: something that people can read, in mail as in chat. */
import type { Watch } from "./watch";

/** How the target of a rule turns an event into a message. */
export interface InputTransformer {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/**
 * The message of a watch, as a custom notification of Amazon Q Developer in chat applications (AWS Chatbot), which shows it with title and
 * next steps: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html . Values that an event lacks stay empty.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function messageOf(watch: Watch, environment: string): InputTransformer {
  const byCloudTrail = JSON.stringify(watch.event?.pattern["detail-type"]).includes("CloudTrail");
  // LocalEmu takes a value for unquoted where a comma follows it within the text, so none does.
  const what = byCloudTrail
    ? "<call> by <who> from <from> <error> in account <account> at <time>. Key: <key> <alias>"
    : "<kind> in account <account> at <time>. Key: <key>";
  const title = `${watch.title} (${environment}, <region>)`;
  return {
    inputPaths: { ...common, ...(byCloudTrail ? ofCall : ofKms) },
    inputTemplate: JSON.stringify({
      version: "1.0",
      source: "custom",
      id: "<id>",
      content: {
        textType: "client-markdown",
        title: `${watch.severity === "critical" ? "CRITICAL: " : ""}${title}`,
        description: what,
        nextSteps: [watch.whatToDo, watch.awsPage],
        keywords: [environment, watch.id, watch.severity],
      },
      metadata: {
        summary: title,
        eventType: watch.id,
        additionalContext: {
          severity: watch.severity,
          environment,
          account: "<account>",
          region: "<region>",
          time: "<time>",
          ...(byCloudTrail && { cloudTrailEventId: "<event>" }),
        },
      },
    }),
  };
}

const common = { id: "$.id", account: "$.account", region: "$.region", time: "$.time" };

const ofCall = {
  call: "$.detail.eventName",
  who: "$.detail.userIdentity.arn",
  from: "$.detail.sourceIPAddress",
  error: "$.detail.errorCode",
  key: "$.detail.resources[0].ARN",
  alias: "$.detail.requestParameters.aliasName",
  event: "$.detail.eventID",
};

const ofKms = { kind: "$.detail-type", key: "$.resources[0]" };
