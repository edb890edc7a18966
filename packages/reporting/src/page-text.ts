/** A time of a report (ISO 8601, in UTC) to the minute, for people. */
export function readableTime(time: string): string {
  return time.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
}

/** The text with its first letter large. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
