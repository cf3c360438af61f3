/** One Region of one account: its clients, each paced by the quotas of that account and Region. */
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { paced, Rates } from "./paced";
import { settingsOf } from "./settings";

/** An account, and how to work in it. */
export interface Account {
  /** 12 digits. */
  readonly id: string;
  /** As the organization calls it. */
  readonly name?: string;
  readonly partition: string;
  readonly credentials: AwsCredentialIdentityProvider;
  /** ARNs of the trails that some Region has read already. */
  readonly seenTrails: Set<string>;
}

/** One Region of one account. */
export interface Place {
  readonly account: Account;
  readonly region: string;
  readonly kms: KMSClient;
  readonly cloudtrail: CloudTrailClient;
  readonly cloudwatch: CloudWatchClient;
  readonly logs: CloudWatchLogsClient;
  readonly events: EventBridgeClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  /** CloudTrail in the home Region of a trail, which may be another one. */
  readonly cloudtrailIn: (region: string) => CloudTrailClient;
  /** Closes the connections. */
  close(): void;
}

/** Makes the clients of a place. */
export function placeOf(account: Account, region: string): Place {
  const settings = settingsOf(region, account.credentials);
  const rates = new Rates();
  const clients = {
    kms: paced(new KMSClient(settings), "kms", rates),
    cloudtrail: paced(new CloudTrailClient(settings), "cloudtrail", rates),
    cloudwatch: paced(new CloudWatchClient(settings), "cloudwatch", rates),
    logs: paced(new CloudWatchLogsClient(settings), "logs", rates),
    events: paced(new EventBridgeClient(settings), "events", rates),
    sns: paced(new SNSClient(settings), "sns", rates),
    // Endpoints other than AWS's seldom have a host name for each bucket.
    s3: paced(
      new S3Client({ ...settings, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined }),
      "s3",
      rates,
    ),
  };
  const abroad = new Map([[region, clients.cloudtrail]]);
  return {
    account,
    region,
    ...clients,
    cloudtrailIn: (home) => {
      const client =
        abroad.get(home) ??
        paced(new CloudTrailClient(settingsOf(home, account.credentials)), "cloudtrail", new Rates());
      abroad.set(home, client);
      return client;
    },
    close: () => {
      for (const client of [...Object.values(clients), ...abroad.values()]) client.destroy();
    },
  };
}
