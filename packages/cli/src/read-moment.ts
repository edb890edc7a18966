import { CommandError } from './command-error.ts';

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const iso = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

// In seconds the year 5138, in milliseconds 1973: nobody means either.
const mostSeconds = 1e11;

/**
 * Reads a moment: `24h` or `7d` (so long ago), Unix seconds, or ISO 8601 with its offset.
 *
 * @param now the clock, in milliseconds
 * @returns Unix seconds, perhaps with a fraction
 * @throws CommandError naming the option and what to give
 */
export function readMoment(option: string, text: string, now: number): number {
  const [, amount, unit = ''] = /^(\d{1,9})([smhdw])$/.exec(text) ?? [];
  if (amount !== undefined) return now / 1000 - Number(amount) * (secondsPer[unit] ?? 0);
  if (text === 'now') return now / 1000;
  if (/^\d{1,17}(\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    if (seconds <= mostSeconds) return seconds;
    throw new CommandError(`${option}: "${text}" looks like milliseconds: give Unix seconds`);
  }
  const day = iso.exec(text)?.[1];
  const time = day === undefined || !isDay(day) ? Number.NaN : Date.parse(text);
  if (Number.isFinite(time)) return time / 1000;
  const forms =
    '24h or 7d (so long ago), Unix seconds, or a time with its offset such as 2026-05-01T08:00:00+02:00';
  throw new CommandError(`${option}: "${text}" is no moment: give ${forms}`);
}

// February 30 is read as March 2 otherwise.
function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
