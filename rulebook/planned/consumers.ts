/** What resources that hold data say of the key they are encrypted with. */
import { type ConsumerFacts, knownOr, type ResourceFacts, UNKNOWN } from "../facts";
import { located } from "./place";
import { attempt, objectOf, type PulumiResource, reference, text } from "./properties";

interface Shape {
  readonly kind: string;
  readonly property: string;
  /** Where the key stands deeper than at the top, the property at the top and the way from there. */
  readonly within?: readonly string[];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html */
const shapes: Readonly<Record<string, Shape>> = {
  "aws:cloudtrail/trail:Trail": { kind: "trail", property: "kmsKeyId" },
  "aws:cloudwatch/logGroup:LogGroup": { kind: "log group", property: "kmsKeyId" },
  "aws:dynamodb/table:Table": { kind: "table", property: "serverSideEncryption", within: ["kmsKeyArn"] },
  "aws:ebs/defaultKmsKey:DefaultKmsKey": { kind: "default of EBS volumes", property: "keyArn" },
  "aws:ebs/volume:Volume": { kind: "volume", property: "kmsKeyId" },
  "aws:efs/fileSystem:FileSystem": { kind: "file system", property: "kmsKeyId" },
  "aws:rds/cluster:Cluster": { kind: "database cluster", property: "kmsKeyId" },
  "aws:rds/instance:Instance": { kind: "database", property: "kmsKeyId" },
  "aws:secretsmanager/secret:Secret": { kind: "secret", property: "kmsKeyId" },
  "aws:sns/topic:Topic": { kind: "topic", property: "kmsMasterKeyId" },
  "aws:sqs/queue:Queue": { kind: "queue", property: "kmsMasterKeyId" },
};

const bucketEncryption = ["applyServerSideEncryptionByDefault", "kmsMasterKeyId"];

/** The types of resources that hold data. */
export const consumerTypes: readonly string[] = Object.keys(shapes);

/** A resource that names its key itself. */
export function consumer(resource: PulumiResource): ResourceFacts {
  const shape = shapes[resource.type];
  if (shape === undefined) return {};
  const { kind, property, within = [] } = shape;
  return { consumer: consumerFacts(resource, kind, property, within) };
}

/** An `aws.s3.BucketServerSideEncryptionConfiguration`, which says what a bucket is encrypted with. */
export function bucketEncryptionRules(resource: PulumiResource): ResourceFacts {
  const facts = consumerFacts(resource, "bucket", "rules", bucketEncryption);
  const bucket = reference(resource, "bucket");
  return { consumer: { ...facts, bucket, bucketKey: bucketKeyOf(() => objectOf(resource.props.rules)) } };
}

/** An `aws.s3.Bucket`, with what it says of its encryption itself. */
export function bucket(resource: PulumiResource): ResourceFacts {
  const property = "serverSideEncryptionConfiguration";
  const facts = consumerFacts(resource, "bucket", property, ["rule", ...bucketEncryption]);
  const name = knownOr(text(resource, "bucket"), undefined);
  const { names = [] } = facts.resource;
  return {
    consumer: {
      ...facts,
      resource: { ...facts.resource, names: name === undefined ? names : [...names, name] },
      bucketKey: bucketKeyOf(() => objectOf(objectOf(resource.props[property]).rule)),
    },
  };
}

/** S3 has no bucket keys for DSSE-KMS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html */
function bucketKeyOf(rule: () => Readonly<Record<string, unknown>>): ConsumerFacts["bucketKey"] {
  const algorithm = attempt(() => objectOf(rule().applyServerSideEncryptionByDefault).sseAlgorithm);
  return algorithm === "aws:kms" || algorithm === UNKNOWN
    ? attempt(() => rule().bucketKeyEnabled === true)
    : undefined;
}

function consumerFacts(
  resource: PulumiResource,
  kind: string,
  property: string,
  within: readonly string[],
): ConsumerFacts {
  const value = () => {
    const top = resource.props[property];
    if (objectOf(top).enabled === false) return undefined;
    return within.reduce<unknown>((outer, step) => objectOf(outer)[step], top);
  };
  const key = within.length === 0 ? reference(resource, property) : reference(resource, property, value);
  return {
    ...located(resource),
    kind,
    property: within.at(-1) ?? property,
    // A dependency of the whole block need not be of the key: only what is not known, or a key, can be one.
    key: within.length > 0 && attempt(value) === undefined ? undefined : key,
    bucketKey: undefined,
  };
}
