import { text } from "../read";
import { describeRegion } from "../regions";
import type { ProviderFunction } from "../resource";

/** https://www.pulumi.com/registry/packages/aws/api-docs/getcalleridentity/ */
export const getCallerIdentity: ProviderFunction = {
  arguments: {},
  global: true,
  async call(context) {
    const { account, arn, userId } = await context.identity();
    return { accountId: account, arn, id: account, userId };
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/getpartition/ */
export const getPartition: ProviderFunction = {
  arguments: {},
  global: true,
  call({ partition, dnsSuffix }) {
    const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
    return Promise.resolve({ dnsSuffix, id: partition, partition, reverseDnsPrefix });
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/getregion/ */
export const getRegion: ProviderFunction = {
  arguments: {
    endpoint: { type: "string" },
    id: { type: "string" },
    name: { type: "string" },
  },
  call({ region, dnsSuffix }, args) {
    const endpoint = `ec2.${region}.${dnsSuffix}`;
    const named = text(args, "name") ?? text(args, "endpoint")?.replace(/^ec2\.([^.]+)\..*$/, "$1") ?? region;
    return Promise.resolve({
      description: describeRegion(named),
      endpoint,
      id: named,
      name: named,
      region: named,
    });
  },
};
