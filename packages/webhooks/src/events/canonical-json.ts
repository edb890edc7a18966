/** Nothing documented is nested at all; so deep is nobody's webhook, and an attempt to exhaust the stack. */
const deepest = 32;

/** Whether a value is nested deeper than anything that is taken. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= deepest) return true;
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && isTooDeep(member, depth + 1)) return true;
  }
  return false;
}

/** JSON with sorted names: the same for the same value, whatever the order in which it was written. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    // Without a prototype, so that a member named `__proto__` stays one.
    const sorted: Record<string, unknown> = Object.create(null);
    for (const [name, inner] of Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      sorted[name] = inner;
    return sorted;
  });
}
