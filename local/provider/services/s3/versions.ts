import type { Context } from "../../context";

/**
 * Deletes every version of every object of a bucket, or of the one object with the key `only`.
 * @param bypassLock whether objects go that are locked in the mode GOVERNANCE
 * @throws with the first object that S3 does not let go, such as one under object lock
 */
export async function deleteVersions(
  context: Context,
  Bucket: string,
  { only, bypassLock = false }: { readonly only?: string; readonly bypassLock?: boolean },
): Promise<void> {
  const s3 = await context.client("s3");
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket, Prefix: only });
    const Objects = [...Versions, ...DeleteMarkers]
      .filter(({ Key }) => only === undefined || Key === only)
      .map(({ Key, VersionId }) => ({ Key: Key ?? "", VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.deleteObjects({
      Bucket,
      Delete: { Objects, Quiet: true },
      ...(bypassLock && { BypassGovernanceRetention: true }),
    });
    const [first] = Errors;
    if (first !== undefined) {
      throw new Error(`bucket ${Bucket} cannot be emptied: ${String(first.Key)}: ${String(first.Message)}`);
    }
  }
}
