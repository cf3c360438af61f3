/** Arguments of the monitoring that tests start from. */
import type { MonitoringArgs, WatchedKey } from "../../../components/monitoring/args";
import { defaultThresholds } from "../../../components/monitoring/watch";

export const ACCOUNT = "111111111111";

/** A key in these Regions, with ARNs as AWS would give them. */
export function watchedKey(
  name: string,
  regions: readonly string[],
  change: Partial<WatchedKey> = {},
): WatchedKey {
  return {
    alias: `alias/test/${name}`,
    regions,
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    imported: false,
    keyId: `mrk-${name}`,
    arns: Object.fromEntries(
      regions.map((region) => [region, `arn:aws:kms:${region}:${ACCOUNT}:key/mrk-${name}`]),
    ),
    ...change,
  };
}

/** Two keys in two Regions, everything watched, with a log group. */
export const baseline: MonitoringArgs = {
  environment: "test",
  accountId: ACCOUNT,
  homeRegion: "us-east-1",
  keys: {
    orders: watchedKey("orders", ["us-east-1", "eu-west-1"]),
    imported: watchedKey("imported", ["us-east-1"], { imported: true }),
    signing: watchedKey("signing", ["us-east-1"], { spec: "RSA_4096", usage: "SIGN_VERIFY" }),
  },
  watch: "all",
  watches: {},
  thresholds: defaultThresholds,
  deployers: [`arn:aws:iam::${ACCOUNT}:role/Deployer`],
  subscriptions: {
    critical: [{ queue: `arn:aws:sqs:us-east-1:${ACCOUNT}:critical` }, { email: "platform@example.com" }],
    normal: [{ https: "https://chat.example.com/hook" }],
  },
  dashboard: true,
  logGroup: { name: "/trail", region: "us-east-1" },
  keyPolicy: { administrators: [`arn:aws:iam::${ACCOUNT}:role/KeyAdministrator`] },
  tags: { Owner: "platform-team" },
  protectKeys: false,
};

/** The same without a log group. */
export function withoutLog(args: MonitoringArgs): MonitoringArgs {
  const { logGroup, ...others } = args;
  return logGroup === undefined ? args : others;
}
