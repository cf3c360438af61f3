/** A planted key as the Pulumi resources of a program that would make it. */
import type { PulumiResource } from "../../rulebook/planned/properties";
import { descriptionOf, OWNER, type PlantedKey, policyOf, tagsOf } from "./plantedKey";

const HOME = "us-east-1";
const SECOND = "us-west-2";

/** The key, with its replica, alias and grant. */
export function programOf(key: PlantedKey): readonly PulumiResource[] {
  const { create, rotation = 365, then, replica, alias, grant, name } = key;
  const target = resource("aws:kms/key:Key", name, {}).urn;
  const enabled = then !== "disable";
  const imported = create?.Origin === "EXTERNAL";
  const common = {
    ...{ description: descriptionOf(key), tagsAll: tagsOf(key), policy: policyOf(key), region: HOME },
    ...{ keyUsage: create?.KeyUsage ?? "ENCRYPT_DECRYPT", multiRegion: create?.MultiRegion ?? false },
    deletionWindowInDays: 30,
  };
  const made = imported
    ? resource("aws:kms/externalKey:ExternalKey", name, {
        ...{ ...common, enabled, keySpec: create.KeySpec },
        ...(then === "importForTenDays" && { validTo: new Date(Date.now() + 10 * 86_400_000).toISOString() }),
      })
    : resource("aws:kms/key:Key", name, {
        ...{ ...common, isEnabled: enabled, customerMasterKeySpec: create?.KeySpec },
        enableKeyRotation: rotation !== "off",
        ...(rotation !== "off" && { rotationPeriodInDays: rotation }),
        ...(create?.Origin === "AWS_CLOUDHSM" && { customKeyStoreId: "cks-1234567890abcdef0" }),
      });
  const twin = (change: NonNullable<PlantedKey["replica"]>): PulumiResource =>
    resource(
      "aws:kms/replicaKey:ReplicaKey",
      `${name}-${SECOND}`,
      {
        ...{ description: change.Description ?? descriptionOf(key), tagsAll: tagsOf(key), region: SECOND },
        ...{ policy: policyOf({ ...key, ...change }), enabled },
      },
      { primaryKeyArn: target },
    );
  const aliasOf = ({ urn }: PulumiResource, region: string): PulumiResource =>
    resource(
      "aws:kms/alias:Alias",
      `${name}-${region}`,
      { name: `alias/${name}`, region },
      { targetKeyId: urn },
    );
  return [
    made,
    ...(replica ? [twin(replica)] : []),
    ...(alias ? [aliasOf(made, HOME)] : []),
    ...(alias && replica ? [aliasOf(twin(replica), SECOND)] : []),
    ...(grant
      ? [
          resource(
            "aws:kms/grant:Grant",
            name,
            {
              ...{ granteePrincipal: grant.grantee, operations: grant.operations, region: HOME },
              ...(grant.retiring !== undefined && { retiringPrincipal: grant.retiring }),
            },
            { keyId: made.urn },
          ),
        ]
      : []),
  ];
}

function resource(
  type: string,
  name: string,
  props: Readonly<Record<string, unknown>>,
  dependencies: Readonly<Record<string, string>> = {},
): PulumiResource {
  const urn = `urn:pulumi:test::planted::${type}::${name}`;
  return {
    ...{ type, name, urn, props },
    provider: { props: { allowedAccountIds: JSON.stringify([OWNER]) } },
    propertyDependencies: Object.fromEntries(
      Object.entries(dependencies).map(([property, id]) => [property, [{ urn: id }]]),
    ),
  };
}
