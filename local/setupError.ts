/** Something that the machine must have or give is missing or taken; the message says what, and the mend. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}
