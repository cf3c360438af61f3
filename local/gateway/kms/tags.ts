import { AwsError } from "../awsError";
import { isJsonObject } from "../protocol";

/** Most tags that a KMS key can have. https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html */
const maxTags = 50;

/**
 * Refuses tags that AWS would refuse, before anything is made.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html
 * @param tags as the caller sent them; undefined for none
 * @throws AwsError TagException
 */
export function assertTags(tags: unknown): void {
  if (tags === undefined) return;
  if (!Array.isArray(tags)) throw new AwsError("ValidationException", "Tags is not a list");
  if (tags.length > maxTags) throw new AwsError("TagException", "Too many tags");
  const keys = tags.map((tag: unknown) => (isJsonObject(tag) ? tag.TagKey : undefined));
  for (const key of keys) {
    if (typeof key !== "string" || key === "" || key.length > 128) {
      throw new AwsError("TagException", "A tag key has 1 to 128 characters");
    }
    if (key.toLowerCase().startsWith("aws:"))
      throw new AwsError("TagException", "Tags beginning with aws: are reserved");
  }
  if (new Set(keys).size < keys.length) throw new AwsError("TagException", "Duplicate tag keys");
}
