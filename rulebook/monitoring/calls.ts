/** Calls to KMS as CloudTrail records them and EventBridge tells them. */

/** A call that somebody should hear of. */
export interface Call {
  readonly eventName: string;
  readonly readOnly: boolean;
  /** Set where AWS refused it. */
  readonly errorCode?: string;
  /** Set where it depends on them whether somebody should hear of it. */
  readonly requestParameters?: Readonly<Record<string, unknown>>;
}

/** The record of a call. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export function recordOf({ eventName, readOnly, errorCode, requestParameters }: Call, region: string) {
  return {
    eventSource: "kms.amazonaws.com",
    eventName,
    awsRegion: region,
    readOnly,
    eventType: "AwsApiCall",
    managementEvent: true,
    eventCategory: "Management",
    ...(requestParameters !== undefined && { requestParameters }),
    ...(errorCode !== undefined && {
      errorCode,
      errorMessage: `${errorCode}: not authorized to perform kms:${eventName}`,
    }),
  };
}

/** The event of a call. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export function eventOf(call: Call, region: string) {
  return {
    source: "aws.kms",
    "detail-type": "AWS API Call via CloudTrail",
    region,
    detail: recordOf(call, region),
  };
}
