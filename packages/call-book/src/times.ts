/** A time beyond it is in milliseconds: in seconds it is the year 5138. */
const mostSeconds = 1e11;

/** Whole Unix seconds, also of milliseconds; undefined for what is no time, such as the 0 that samples have for "never". */
export function toSeconds(time: unknown): number | undefined {
  if (typeof time !== 'number' || !(time > 0 && time < Number.MAX_SAFE_INTEGER)) return undefined;
  return Math.floor(time > mostSeconds ? time / 1000 : time);
}
