/** A time beyond it is in milliseconds: in seconds it is the year 5138. */
const mostSeconds = 1e11;
/** A time of less than ten digits, as in a sample (V1-28), is of before 2002, and of no call. */
const leastSeconds = 1e9;

/** Whole Unix seconds, also of milliseconds; undefined for what is not a time, such as the 0 that samples have for "never". */
export function toSeconds(time: unknown): number | undefined {
  if (typeof time !== 'number' || !(time >= leastSeconds && time < Number.MAX_SAFE_INTEGER)) return undefined;
  return Math.floor(time > mostSeconds ? time / 1000 : time);
}
