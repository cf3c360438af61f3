/** Reads a resource's properties: what preview cannot know is UNKNOWN, what is not set is undefined. */
import { type Fact, type Reference, UNKNOWN } from "../facts";

/** A resource as CrossGuard hands it over, to a rule about one resource or about a whole stack. */
export interface PulumiResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts?: { readonly protect: boolean };
  readonly provider?: { readonly props: Readonly<Record<string, unknown>> };
  /** The resources that a property's value comes from; CrossGuard tells them to rules about a whole stack alone. */
  readonly propertyDependencies?: Readonly<Record<string, readonly { readonly urn: string }[]>>;
}

/** Thrown where a property is read that preview cannot know. The SDK of policy packs has one of the same name, which it does not export. */
export class UnknownValueError extends Error {
  constructor(property: string) {
    super(`${property} is not known at preview`);
  }
}

/** What `get` gives, or UNKNOWN where it meets a value that preview cannot know. */
export function attempt<T>(get: () => T): Fact<T> {
  try {
    return get();
  } catch (error) {
    if (error instanceof Error && error.constructor.name === "UnknownValueError") return UNKNOWN;
    throw error;
  }
}

/** A property as `convert` reads it. */
export function read<T>(
  { props }: Pick<PulumiResource, "props">,
  property: string,
  convert: (value: unknown) => T,
): Fact<T | undefined> {
  return attempt(() => {
    const value = props[property];
    return value === undefined || value === null ? undefined : convert(value);
  });
}

/** A text. */
export function text(resource: Pick<PulumiResource, "props">, property: string): Fact<string | undefined> {
  return read(resource, property, textOf);
}

/** A yes or no, with AWS's default where nothing is said. */
export function flag(
  resource: Pick<PulumiResource, "props">,
  property: string,
  otherwise: boolean,
): Fact<boolean> {
  return read(resource, property, (value) => value === true || value === "true") ?? otherwise;
}

/** A whole number. */
export function count(resource: Pick<PulumiResource, "props">, property: string): Fact<number | undefined> {
  return read(resource, property, Number);
}

/** A list of texts. */
export function texts(
  resource: Pick<PulumiResource, "props">,
  property: string,
): Fact<readonly string[] | undefined> {
  return read(resource, property, textsOf);
}

/** What a property points to; `within` reads it where it stands deeper than at the top. */
export function reference(
  resource: PulumiResource,
  property: string,
  within: () => unknown = () => resource.props[property],
): Fact<Reference | undefined> {
  const value = attempt(() => {
    const found = within();
    // Programs without optional values write an empty text for none.
    return found === undefined || found === null || found === "" ? undefined : textOf(found);
  });
  const [source] = dependencies(resource, property);
  // A resource of the stack says more than its ARN, which rules could only compare.
  if (source !== undefined) return { to: "resource", id: source };
  return value === UNKNOWN || value === undefined ? value : { to: "text", text: value };
}

/** What a list of references points to. */
export function references(resource: PulumiResource, property: string): Fact<readonly Reference[]> {
  const fromStack = dependencies(resource, property).map((id): Reference => ({ to: "resource", id }));
  const written = texts(resource, property);
  if (written === UNKNOWN) return fromStack.length > 0 ? fromStack : UNKNOWN;
  return fromStack.length > 0
    ? fromStack
    : (written ?? []).map((name): Reference => ({ to: "text", text: name }));
}

/** The URNs of the resources that a property's value comes from. */
export function dependencies({ propertyDependencies }: PulumiResource, property: string): readonly string[] {
  return (propertyDependencies?.[property] ?? []).map(({ urn }) => urn);
}

/** A value that should be a text, as one; empty where there is none. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** A value that should be a list of texts, as one. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(textOf);
}

/** A value that should be an object, or its first element where it is a list, as an object; empty where it is neither. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === "object" && one !== null ? (one as Readonly<Record<string, unknown>>) : {};
}

/** A value that should be a list of objects, as one. */
export function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
