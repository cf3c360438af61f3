import type { Properties } from "../values";

/** A resource exists but is not what it should be: the engine keeps it, with what is wrong, and mends it next time. */
export class PartialFailure extends Error {
  readonly id: string;
  /** The resource as it is, as far as that is known. */
  readonly state: Properties;
  /** The inputs that it should have. */
  readonly inputs: Properties;

  constructor(message: string, id: string, state: Properties, inputs: Properties) {
    super(message);
    this.id = id;
    this.state = state;
    this.inputs = inputs;
  }
}
