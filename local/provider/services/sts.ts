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
