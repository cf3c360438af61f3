/** A value that is read once and then remembered; what could not be read is tried again the next time. */
export function remembered<T>(
  memory: Map<string, Promise<T>>,
  name: string,
  read: () => Promise<T>,
): Promise<T> {
  let value = memory.get(name);
  if (value === undefined) {
    value = read();
    memory.set(name, value);
    value.catch(() => memory.delete(name));
  }
  return value;
}
