import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { ShareGrant } from "../kms/policy/build/shareGrants";
import type { MultiRegionKeyArgs } from "./keyArgs";
import { type ShareHalf, shareHalves } from "./sharing/consumerHalf";
import { planKey, type RegionalPlan } from "./keyPlan";

/**
 * A KMS key as one thing: the primary key, a replica key in each further Region, and the same alias in each.
 *
 * Every Region gets its own key policy, localized, and the same description and tags, because AWS shares none of these
 * between related keys. With no `replicaRegions` it is one key, of any spec, usage and key material that KMS has.
 * Children are named `<name>-<Region>`, so a Region comes and goes without touching the others.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class MultiRegionKey extends pulumi.ComponentResource {
  /** The alias, the same in every Region: `alias/prod/application-data`. */
  readonly alias: string;
  /** The key id, the same in every Region. */
  readonly keyId: pulumi.Output<string>;
  /** The Region of the primary key, or of the only one. */
  readonly primaryRegion: string;
  /** Key ARN by Region. */
  readonly arns: pulumi.Output<Readonly<Record<string, string>>>;
  /** What other accounts must allow to use their shares, by share; undefined where the key is shared with nobody. */
  readonly shares: pulumi.Output<Readonly<Record<string, ShareHalf>>> | undefined;

  /**
   * @param name the key's name in the stack; renaming it replaces the key
   * @param opts reach the children as Pulumi lets options be inherited: `protect`, providers, transforms
   * @throws pulumi.InputPropertiesError naming every argument that KMS would refuse, before anything is registered
   */
  constructor(name: string, args: MultiRegionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planKey(name, args);
    super("kms-foundation:index:MultiRegionKey", name, {}, opts);

    const primary = this.primaryKey(plan.primary, args);
    const replicas = plan.replicas.map((replica) => this.replicaKey(replica, args, primary));
    const keys = [primary, ...replicas];
    const regional = [plan.primary, ...plan.replicas].map((region, index) => ({
      ...region,
      key: keys[index] ?? primary,
    }));

    for (const { childName, region, key, grants, importAliasAs } of regional) {
      new kms.Alias(childName, { region, name: args.alias, targetKeyId: key.id }, this.child(importAliasAs));
      for (const grant of grants) this.grant(childName, region, key.arn, grant);
    }

    this.alias = args.alias;
    this.keyId = primary.id;
    this.primaryRegion = args.primaryRegion;
    this.arns = pulumi.output(Object.fromEntries(regional.map(({ region, key }) => [region, key.arn])));
    this.shares = shareHalves(args, this.arns);
    this.registerOutputs({
      alias: this.alias,
      keyId: this.keyId,
      primaryRegion: this.primaryRegion,
      arns: this.arns,
      shares: this.shares,
    });
  }

  private primaryKey(plan: RegionalPlan, args: MultiRegionKeyArgs): kms.Key | kms.ExternalKey {
    const { childName, material, multiRegion, rotation, spec, usage, importKeyAs } = plan;
    const shared = { ...sharedInputs(plan, args), multiRegion, keyUsage: usage };
    if (material.from === "import") {
      return new kms.ExternalKey(
        childName,
        { ...shared, ...importedMaterial(material), enabled: args.enabled, keySpec: spec },
        this.child(importKeyAs),
      );
    }
    return new kms.Key(
      childName,
      {
        ...shared,
        customerMasterKeySpec: spec,
        isEnabled: args.enabled ?? true,
        ...(rotation !== undefined && {
          enableKeyRotation: rotation.enabled,
          rotationPeriodInDays: rotation.periodInDays,
        }),
        ...(material.from === "cloudHsm" && { customKeyStoreId: material.customKeyStoreId }),
        ...(material.from === "externalKeyStore" && {
          customKeyStoreId: material.customKeyStoreId,
          xksKeyId: material.xksKeyId,
        }),
      },
      this.child(importKeyAs),
    );
  }

  private replicaKey(
    plan: RegionalPlan,
    args: MultiRegionKeyArgs,
    primary: kms.Key | kms.ExternalKey,
  ): kms.ReplicaKey | kms.ReplicaExternalKey {
    const { childName, material, importKeyAs } = plan;
    const inputs = { ...sharedInputs(plan, args), primaryKeyArn: primary.arn, enabled: args.enabled };
    return material.from === "import"
      ? new kms.ReplicaExternalKey(
          childName,
          { ...inputs, ...importedMaterial(material) },
          this.child(importKeyAs),
        )
      : new kms.ReplicaKey(childName, { ...inputs, enabled: args.enabled ?? true }, this.child(importKeyAs));
  }

  /** Every grantee has a grant of its own, so that one ends without the others; it may end while the key is protected. */
  private grant(childName: string, region: string, keyId: pulumi.Output<string>, grant: ShareGrant): void {
    const { name, granteePrincipal, operations, encryptionContextSubset } = grant;
    new kms.Grant(
      `${childName}-${name}-${granteePrincipal.split(":").slice(4).join("-")}`,
      {
        region,
        name,
        keyId,
        granteePrincipal,
        retiringPrincipal: granteePrincipal,
        operations: [...operations],
        ...(encryptionContextSubset !== undefined && { constraints: [{ encryptionContextSubset }] }),
      },
      { parent: this, protect: false },
    );
  }

  private child(importId: string | undefined): pulumi.CustomResourceOptions {
    return { parent: this, ...(importId !== undefined && { import: importId }) };
  }
}

function sharedInputs(
  { region, policy, deletionWindowInDays }: RegionalPlan,
  { description, tags }: MultiRegionKeyArgs,
) {
  return { region, policy, description, tags: tags ?? {}, deletionWindowInDays };
}

/** Key material must never be readable in state, plans or logs, whatever the caller passed. */
function importedMaterial({ base64, validTo }: Extract<RegionalPlan["material"], { from: "import" }>) {
  return {
    ...(base64 !== undefined && { keyMaterialBase64: pulumi.secret(base64) }),
    ...(validTo !== undefined && { validTo }),
  };
}
