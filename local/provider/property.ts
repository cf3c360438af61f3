/** Properties of resources and functions, as data. */
import type { Value } from "./values";

/** What a property holds. */
export type PropertyType = "string" | "boolean" | "integer" | "number" | "list" | "set" | "map" | "object";

/** One property, with the meaning that the official provider's schema gives it. */
export interface Property {
  readonly type: PropertyType;
  /** What a list, set or map holds; texts if left out. */
  readonly elements?: Property;
  /** What an object holds. */
  readonly fields?: Readonly<Record<string, Property>>;
  readonly required?: true;
  /** Taken where the program says nothing. */
  readonly default?: Value;
  /** AWS fills it in where the program says nothing: then it is no difference. */
  readonly computed?: true;
  /** Never written by the program. */
  readonly output?: true;
  /** A change of it replaces the resource. */
  readonly forceNew?: true;
  /** Handed to AWS and kept nowhere: no difference can be seen in it. */
  readonly writeOnly?: true;
  /** Never shown, and encrypted in the state. */
  readonly secret?: true;
  /** The name that is given where the program gives none: what it begins with, and its greatest length. */
  readonly autoName?: {
    readonly prefix?: string;
    readonly maxLength: number;
    readonly suffix?: string;
    readonly lowerCase?: true;
  };
  readonly conflictsWith?: readonly string[];
  readonly requiredWith?: readonly string[];
  /** A JSON document that may be written as an object, too. */
  readonly document?: true;
  /** What is wrong with a value and how to mend it, or undefined. */
  readonly problem?: (value: Value) => string | undefined;
  /** Whether two values mean the same to AWS (a policy with its keys in another order). */
  readonly same?: (one: Value, other: Value) => boolean;
  /** Where AWS has the same in another form, the state keeps what the program wrote. */
  readonly keepsForm?: true;
}

/** Properties by name. */
export type PropertyTable = Readonly<Record<string, Property>>;

/** One thing wrong with the inputs of a resource. */
export interface Failure {
  /** The property, with the path inside it; empty for the resource as a whole. */
  readonly property: string;
  readonly reason: string;
}
