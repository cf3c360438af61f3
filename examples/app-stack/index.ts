/** An application of another account: its data and its secret are under a key that it does not own. */
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getRegion } from "@pulumi/aws/getRegion";
import * as iam from "@pulumi/aws/iam";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { readKey, readShare, readSharedBucket } from "../../stackOutputs";
import { inRegion } from "./inRegion";
import { ownBucket } from "./ownBucket";

export = async () => {
  const config = new pulumi.Config();
  const foundation = new pulumi.StackReference(config.require("foundation"));
  const { accountId } = await getCallerIdentity({});
  const { region } = await getRegion({});

  // The replica of the own Region: another Region's key cannot encrypt here, and a call to it is slow and may fail with it.
  const keyArn = inRegion(readKey(foundation, "shared-data").arns, region);
  const reports = readSharedBucket(foundation, "reports");

  const bucket = ownBucket("data", { bucketName: `app-stack-data-${accountId}-${region}`, keyArn });
  const secret = new secretsmanager.Secret("token", {
    name: "app-stack/token",
    description: "Token of the payment provider; its value is put by hand, so that no state has it",
    kmsKeyId: keyArn,
  });

  const role = new iam.Role("application", {
    name: config.require("roleName"),
    description: "The application at work",
    assumeRolePolicy: document({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: "sts:AssumeRole",
    }),
  });
  const policies = {
    // The two that the keys' owner writes for us, for our Region alone.
    "shared-key": inRegion(readShare(foundation, "shared-data", "Applications").identityPolicies, region),
    reports: inRegion(
      reports.apply(({ readers }) => readers ?? {}),
      region,
    ),
    "own-data": pulumi
      .all([bucket.arn, secret.arn])
      .apply(([bucketArn, secretArn]) =>
        document(
          { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${bucketArn}/*` },
          { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
        ),
      ),
  };
  for (const [name, policy] of Object.entries(policies)) {
    new iam.RolePolicy(name, { name, role: role.name, policy });
  }

  return {
    region,
    keyArn,
    bucket: bucket.bucket,
    secret: secret.name,
    role: role.arn,
    reports: inRegion(reports.buckets, region),
  };
};

function document(...Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
