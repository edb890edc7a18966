/** A moment for people: local time with its offset, such as `2026-05-01 08:00:00 +02:00`. */
export function localTime(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime())) return String(unixSeconds);
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString();
  const hours = twoDigits(Math.trunc(Math.abs(offset) / 60));
  const minutes = twoDigits(Math.abs(offset) % 60);
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

export function duration(seconds: number): string {
  const minutes = `${Math.trunc(seconds / 60) % 60}`;
  const rest = twoDigits(seconds % 60);
  const hours = Math.trunc(seconds / 3600);
  return hours > 0 ? `${hours}:${minutes.padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A length of time for people by its largest unit, such as `2 hours`. */
export function describeDuration(seconds: number): string {
  const units = [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ] as const;
  const [name, size] = units.find(([, length]) => seconds >= 2 * length) ?? (['seconds', 1] as const);
  return `${Math.round(seconds / size)} ${name}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
