/** Thrown when a command cannot start because of what it was given: the command exits 2 with the message. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
