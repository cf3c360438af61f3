/** JSON as AWS sends it: the outermost value of every message is an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What AWS answers when it refuses: a code that clients act on, and a sentence for people. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  /**
   * @param code what AWS calls the error, such as `NotFoundException`
   * @param message what is wrong, in AWS's words where they are known
   * @param status HTTP status
   * @param queryCode the code in the query protocol, where a service that came from there has another one
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly queryCode = code,
  ) {
    super(message);
  }
}
