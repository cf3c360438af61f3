import type { ErrorMend } from "./mend";
import { errorAnswer, type Answer } from "./protocol";
import type { Protocol } from "./request";

/**
 * Puts right which error LocalEmu refused with; every other answer stays as it is.
 * @param mends those of the operation
 */
export function mendError(answer: Answer, mends: readonly ErrorMend[], protocol: Protocol): Answer {
  if (answer.status < 400) return answer;
  // The message stands readable in XML, JSON and CBOR alike.
  const body = answer.body.toString("utf8");
  for (const { mistaken, rightError } of mends) {
    const message = mistaken.exec(body)?.[0];
    if (message !== undefined) return errorAnswer(rightError(message), protocol);
  }
  return answer;
}
