/** A copy of an object without some of its fields. */
export function without<Fields extends object, Name extends keyof Fields>(
  fields: Fields,
  names: readonly Name[],
): Omit<Fields, Name> {
  const copy = { ...fields };
  for (const name of names) Reflect.deleteProperty(copy, name);
  return copy;
}
