/** The most of these times (ms, any order) that any half-open window of `milliseconds` holds, and where it begins. */
export function mostInAnyWindow(
  times: readonly number[],
  milliseconds: number,
): { most: number; from: number } {
  const sorted = times.toSorted((a, b) => a - b);
  let [most, from, first] = [0, 0, 0];
  for (const [last, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= milliseconds) first++;
    if (last - first + 1 <= most) continue;
    most = last - first + 1;
    from = sorted[first] ?? 0;
  }
  return { most, from };
}
