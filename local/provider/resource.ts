/** What a resource type of this provider is: its properties as data, and five functions that call AWS. */
import type { Context } from "./context";
import type { Failure, PropertyTable } from "./property";
import type { Properties } from "./values";

/** A change to apply to a resource. */
export interface Change {
  readonly inputs: Properties;
  /** The resource as it was last seen. */
  readonly state: Properties;
  /** Whether a property is to be changed. */
  readonly changed: (...names: string[]) => boolean;
}

/** How a type's tags are written; without it they are left to `create` and `update`. */
export interface Tagging {
  set(context: Context, id: string, tags: Record<string, string>, state: Properties): Promise<void>;
  remove(context: Context, id: string, keys: string[], state: Properties): Promise<void>;
}

/** A resource type. */
export interface Resource {
  readonly properties: PropertyTable;
  /** Inputs of the official provider that this one does not serve, and what to use instead. */
  readonly unserved?: Readonly<Record<string, string>>;
  /** Lives in no Region (IAM): it has no `region` property. */
  readonly global?: true;
  /** Has `tags` and `tagsAll`, and how they are changed; `create` sets them. */
  readonly tagging?: Tagging;
  /** Two of it cannot exist at once, so the old one goes before the new one is made. */
  readonly deleteBeforeReplace?: true;
  /** Seconds that its operations may take where the program sets no custom timeout. */
  readonly timeouts?: { readonly create?: number; readonly update?: number; readonly delete?: number };
  /** Rules about several properties; values may be unknown. */
  check?(inputs: Properties): Failure[];
  /** What of the program's inputs a preview already knows of the outputs. */
  preview?(inputs: Properties): Properties;
  /**
   * Makes the resource and returns its id, and outputs that only this call tells. What follows once it exists belongs
   * in `finish`, so that a failure there loses nothing.
   */
  create(context: Context, inputs: Properties): Promise<string | { id: string; outputs: Properties }>;
  /** What is left to do once the resource exists. */
  finish?(context: Context, id: string, inputs: Properties): Promise<void>;
  /**
   * What AWS has: every property that AWS tells, null where it has none; undefined where the resource is gone. What
   * the answer leaves out (a password) stays as it was.
   * @param state the resource as last seen; its inputs when it was just made; nothing when it is imported
   */
  read(context: Context, id: string, state: Properties): Promise<Properties | undefined>;
  /** Applies a change; without it every change of an input is a replacement or concerns the provider alone. */
  update?(context: Context, id: string, change: Change): Promise<void>;
  /** Takes the resource away; one that is gone already is no error. */
  delete(context: Context, id: string, state: Properties): Promise<void>;
  /** Finds what an interrupted `create` with these inputs made at or after a moment, if it made something. */
  findMade?(context: Context, inputs: Properties, since: Date): Promise<string | undefined>;
}

/** A function of the provider (`aws.kms.getKey`). */
export interface ProviderFunction {
  readonly arguments: PropertyTable;
  readonly global?: true;
  /** Names of results to mark as secret. */
  readonly secrets?: readonly string[];
  call(context: Context, args: Properties): Promise<Properties>;
}
