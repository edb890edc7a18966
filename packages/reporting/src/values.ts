/** An object that is neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The known name that a misspelt one most likely stands for: at most a third of its characters have to change, but two
 * may where there are more than three. Nothing when no name is that near.
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.max(given.length > 3 ? 2 : 1, Math.floor(given.length / 3)) + 1;
  for (const name of names) {
    const edits = editDistance(given.toLowerCase(), name.toLowerCase());
    if (edits < fewest) [nearest, fewest] = [name, edits];
  }
  return nearest;
}

/**
 * The first name in an object of options that is not known, with what to do about it. A misspelt option has no visible
 * effect, so it is refused.
 */
export function findUnknownName(
  options: object,
  names: readonly string[],
): { readonly name: string; readonly remedy: string } | undefined {
  for (const name in options) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    return { name, remedy: nearest ? `did you mean ${nearest}?` : `known options are ${names.join(', ')}` };
  }
  return undefined;
}

/** How many characters must be changed, added, left out or swapped with the next to make one word of the other. */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let line = 1; line <= one.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const change = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      const isSwapped = one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
      const swap = isSwapped ? (before[column - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}

/** By these a gateway answers in place of a service. */
export const gatewayStatuses: readonly number[] = [502, 503, 504];
/** By these a proxy or a firewall does. Not 401 and 429: by them a service may say in another way what it refuses. */
export const barrierStatuses: readonly number[] = [403, 407, 451];
