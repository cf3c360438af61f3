import type {
  CustomKeyStoresListEntry,
  CustomKeyStoreType,
  XksProxyConnectivityType,
} from "@aws-sdk/client-kms";
import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { lengthBetween, oneOf } from "../../problems";
import { object, requiredText, text } from "../../read";
import type { Resource } from "../../resource";
import { type Properties, type Value } from "../../values";

/** A key store of one's own: CloudHSM or outside AWS. https://www.pulumi.com/registry/packages/aws/api-docs/kms/customkeystore/ */
export const customKeyStore: Resource = {
  properties: {
    cloudHsmClusterId: { type: "string", forceNew: true },
    customKeyStoreName: { type: "string", required: true, problem: lengthBetween(1, 256) },
    customKeyStoreType: {
      type: "string",
      computed: true,
      forceNew: true,
      problem: oneOf(["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]),
    },
    keyStorePassword: { type: "string", secret: true, problem: lengthBetween(7, 32) },
    trustAnchorCertificate: { type: "string", forceNew: true, same: sameText, keepsForm: true },
    xksProxyAuthenticationCredential: {
      type: "object",
      fields: {
        accessKeyId: { type: "string", required: true, secret: true },
        rawSecretAccessKey: { type: "string", required: true, secret: true },
      },
    },
    xksProxyConnectivity: { type: "string", problem: oneOf(["PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"]) },
    xksProxyUriEndpoint: { type: "string" },
    xksProxyUriPath: { type: "string" },
    xksProxyVpcEndpointServiceName: { type: "string" },
  },
  timeouts: { create: 900, update: 900, delete: 900 },

  async create(context, inputs) {
    const kms = await context.client("kms");
    const type = text(inputs, "customKeyStoreType");
    const { CustomKeyStoreId = "" } = await kms.createCustomKeyStore({
      CustomKeyStoreName: requiredText(inputs, "customKeyStoreName"),
      ...(type !== undefined && { CustomKeyStoreType: type as CustomKeyStoreType }),
      TrustAnchorCertificate: text(inputs, "trustAnchorCertificate"),
      ...changeable(inputs),
    });
    return CustomKeyStoreId;
  },

  async read(context, id) {
    const store = await findStore(context, id);
    if (store === undefined) return undefined;
    const proxy = store.XksProxyConfiguration;
    return {
      cloudHsmClusterId: store.CloudHsmClusterId ?? null,
      customKeyStoreName: store.CustomKeyStoreName ?? null,
      customKeyStoreType: store.CustomKeyStoreType ?? "AWS_CLOUDHSM",
      trustAnchorCertificate: store.TrustAnchorCertificate ?? null,
      xksProxyConnectivity: proxy?.Connectivity ?? null,
      xksProxyUriEndpoint: proxy?.UriEndpoint ?? null,
      xksProxyUriPath: proxy?.UriPath ?? null,
      xksProxyVpcEndpointServiceName: proxy?.VpcEndpointServiceName ?? null,
    };
  },

  async update(context, id, { inputs, changed }) {
    const kms = await context.client("kms");
    await kms.updateCustomKeyStore({
      CustomKeyStoreId: id,
      ...(changed("customKeyStoreName") && {
        NewCustomKeyStoreName: requiredText(inputs, "customKeyStoreName"),
      }),
      ...changeable(inputs),
    });
  },

  async delete(context, id) {
    const kms = await context.client("kms");
    await kms.deleteCustomKeyStore({ CustomKeyStoreId: id }).catch((error: unknown) => {
      if (!isAwsError(error, "CustomKeyStoreNotFoundException")) throw error;
    });
  },
};

/** A custom key store by its id. */
export async function findStore(context: Context, id: string): Promise<CustomKeyStoresListEntry | undefined> {
  const kms = await context.client("kms");
  try {
    return (await kms.describeCustomKeyStores({ CustomKeyStoreId: id })).CustomKeyStores?.[0];
  } catch (error) {
    if (isAwsError(error, "CustomKeyStoreNotFoundException")) return undefined;
    throw error;
  }
}

function changeable(inputs: Properties) {
  const credential = object(inputs, "xksProxyAuthenticationCredential");
  const connectivity = text(inputs, "xksProxyConnectivity") as XksProxyConnectivityType | undefined;
  return {
    CloudHsmClusterId: text(inputs, "cloudHsmClusterId"),
    KeyStorePassword: text(inputs, "keyStorePassword"),
    XksProxyConnectivity: connectivity,
    XksProxyUriEndpoint: text(inputs, "xksProxyUriEndpoint"),
    XksProxyUriPath: text(inputs, "xksProxyUriPath"),
    XksProxyVpcEndpointServiceName: text(inputs, "xksProxyVpcEndpointServiceName"),
    ...(credential !== undefined && {
      XksProxyAuthenticationCredential: {
        AccessKeyId: requiredText(credential, "accessKeyId"),
        RawSecretAccessKey: requiredText(credential, "rawSecretAccessKey"),
      },
    }),
  };
}

function sameText(one: Value, other: Value): boolean {
  return typeof one === "string" && typeof other === "string" && one.trim() === other.trim();
}
