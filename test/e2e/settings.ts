/** Settings of stacks that end-to-end tests bring up. */
export const administrator = "arn:aws:iam::111111111111:role/KeyAdministrator";

export type Key = Readonly<Record<string, unknown>>;

/** An environment with one key, `orders`, in three Regions; `key` changes the key, `others` the environment. */
export function oneKey(environment: string, key: Key = {}, others: Key = {}): Key {
  return {
    environment,
    accountId: "111111111111",
    tags: { Owner: "shop", Environment: environment },
    keys: {
      orders: {
        description: "Orders of the web shop at rest",
        primaryRegion: "us-east-1",
        replicaRegions: ["us-west-2", "eu-west-1"],
        administrators: [administrator],
        users: [
          {
            principals: ["arn:aws:iam::111111111111:role/Shop"],
            capabilities: ["encryptDecrypt"],
            viaServices: ["s3"],
          },
        ],
        ...key,
      },
    },
    ...others,
  };
}
