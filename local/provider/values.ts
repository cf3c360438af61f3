/** Pulumi's property values on the wire (`google.protobuf.Struct` with signatures) and in this provider. */
import { ListValue, NullValue, Struct, type StructMessage, type ValueMessage, WireValue } from "./protobuf";

/** A value that is not known until another resource exists; only at preview. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A property's value. */
export type Value = null | boolean | number | string | typeof UNKNOWN | Value[] | { [key: string]: Value };
/** The inputs or the outputs of a resource, by property name. */
export type Properties = Record<string, Value>;

// https://github.com/pulumi/pulumi/blob/master/sdk/proto/docs: how special values are told from plain ones.
const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Reads a message; secrets are unwrapped (the engine remembers which properties were secret). */
export function decode(message: StructMessage | undefined): Properties {
  const properties: Properties = {};
  message?.getFieldsMap().forEach((value: ValueMessage, name: string) => {
    properties[name] = decodeValue(value);
  });
  return properties;
}

function decodeValue(message: ValueMessage): Value {
  switch (message.getKindCase()) {
    case WireValue.KindCase.BOOL_VALUE:
      return message.getBoolValue();
    case WireValue.KindCase.NUMBER_VALUE:
      return message.getNumberValue();
    case WireValue.KindCase.STRING_VALUE: {
      const text = message.getStringValue();
      return text === UNKNOWN_MARK ? UNKNOWN : text;
    }
    case WireValue.KindCase.LIST_VALUE:
      return (message.getListValue()?.getValuesList() ?? []).map(decodeValue);
    case WireValue.KindCase.STRUCT_VALUE:
      return unwrap(decode(message.getStructValue()));
    default:
      return null;
  }
}

function unwrap(object: Properties): Value {
  switch (object[SIGNATURE]) {
    case SECRET:
      return object.value ?? null;
    case OUTPUT:
      return object.value ?? UNKNOWN;
    default:
      return object;
  }
}

/**
 * Writes a message. Properties without a value are left out.
 * @param secrets names of properties to mark as secret
 */
export function encode(properties: Properties, secrets: readonly string[] = []): StructMessage {
  const message = new Struct();
  const fields = message.getFieldsMap();
  for (const [name, value] of Object.entries(properties)) {
    if (value === null) continue;
    const wrapped = secrets.includes(name) && value !== UNKNOWN ? { [SIGNATURE]: SECRET, value } : value;
    fields.set(name, encodeValue(wrapped));
  }
  return message;
}

function encodeValue(value: Value): ValueMessage {
  const message = new WireValue();
  if (value === null) message.setNullValue(NullValue.NULL_VALUE);
  else if (value === UNKNOWN) message.setStringValue(UNKNOWN_MARK);
  else if (typeof value === "string") message.setStringValue(value);
  else if (typeof value === "number") message.setNumberValue(value);
  else if (typeof value === "boolean") message.setBoolValue(value);
  else if (Array.isArray(value)) message.setListValue(new ListValue().setValuesList(value.map(encodeValue)));
  else message.setStructValue(encode(value));
  return message;
}

/** Whether any part of a value is unknown. */
export function hasUnknown(value: Value): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Whether a value is a map or an object. */
export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values are equal in all their parts; unknown values are equal to nothing. */
export function isSame(one: Value, other: Value): boolean {
  if (one === UNKNOWN || other === UNKNOWN) return false;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((value, index) => isSame(value, other[index] ?? null))
    );
  }
  if (isObject(one)) {
    if (!isObject(other)) return false;
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => isSame(one[key] ?? null, other[key] ?? null));
  }
  return one === other;
}

/** What AWS and Terraform take for "not set": nothing, false, zero, and what is empty. */
export function isZero(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
