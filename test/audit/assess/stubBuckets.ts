/** The S3 of the stub: one bucket, under keys of S3's own. */
import type { ServerResponse } from "node:http";

const answers = {
  ListAllMyBuckets:
    "<ListAllMyBucketsResult><Buckets><Bucket><Name>data</Name></Bucket></Buckets></ListAllMyBucketsResult>",
  GetEncryptionConfiguration:
    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
};

/** The IAM action that a request asks for. */
export function bucketAction(url: string): keyof typeof answers {
  return new URL(url, "http://localhost").searchParams.has("encryption")
    ? "GetEncryptionConfiguration"
    : "ListAllMyBuckets";
}

export function answerBuckets(action: keyof typeof answers, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/xml" }).end(answers[action]);
}
