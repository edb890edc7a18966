/**
 * A deep copy of `data` in which the value at `path` is another, or absent when it is undefined. A guard is proved by
 * such a copy: it must speak of the one thing that was broken.
 */
export function withValue<T>(data: T, path: readonly (string | number)[], value: unknown): T {
  const copy = structuredClone(data);
  let place: unknown = copy;
  for (const key of path.slice(0, -1)) place = child(place, key, path);
  const last = path.at(-1);
  if (last === undefined || typeof place !== 'object' || place === null) throw notFound(path);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, value);
  return copy;
}

function child(place: unknown, key: string | number, path: readonly (string | number)[]): unknown {
  const found: unknown = typeof place === 'object' && place !== null ? Reflect.get(place, key) : undefined;
  if (found === undefined) throw notFound(path);
  return found;
}

function notFound(path: readonly (string | number)[]): Error {
  return new Error(
    `There is nothing at ${path.join(' > ')}; the proof of a guard has to follow the contract.`,
  );
}
