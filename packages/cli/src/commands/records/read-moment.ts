import { nearestName } from '@trtc-call/reporting/names';
import { CommandError } from '../../command-error.ts';

/** Which second a day alone means: its first one, or its last one. */
export type DayEdge = 'first' | 'last';

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const iso = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
const dayOnly = /^\d{4}-\d\d-\d\d$/;
const words = ['now', 'today', 'yesterday'];
const forms =
  'use 24h or 7d (so long ago), today, yesterday, a day such as 2026-05-01, Unix seconds, or 2026-05-01T08:00:00+02:00';

// In seconds the year 5138, in milliseconds 1973: neither is meant.
const mostSeconds = 1e11;

/** Whether a text means a day, which begins and ends by the time zone of this machine. */
export function isDay(text: string): boolean {
  return text === 'today' || text === 'yesterday' || dayOnly.test(text);
}

/**
 * Reads a moment: `24h` or `7d` (so long ago), `now`, a day of this machine's time zone, Unix seconds, or ISO 8601 with
 * its offset.
 *
 * @param now the clock, in milliseconds
 * @param edge which second of a day alone is meant
 * @returns Unix seconds, perhaps with a fraction
 */
export function readMoment(option: string, text: string, now: number, edge: DayEdge): number {
  const [, amount, unit = ''] = /^(\d{1,9})([smhdw])$/.exec(text) ?? [];
  if (amount !== undefined) return now / 1000 - Number(amount) * (secondsPer[unit] ?? 0);
  if (text === 'now') return now / 1000;
  if (/^\d{1,17}(\.\d+)?$/.test(text)) {
    const seconds = Number(text);
    if (seconds <= mostSeconds) return seconds;
    throw new CommandError(`${option}: "${text}" looks like milliseconds: use Unix seconds`);
  }
  if (isDay(text)) return readDay(option, text, now, edge);
  const [, day, , , offset] = iso.exec(text) ?? [];
  if (day === undefined)
    throw new CommandError(`${option}: "${text}" is not a valid time: ${remedyFor(text)}`);
  if (offset === undefined) {
    throw new CommandError(`${option}: "${text}" needs a time zone, such as ${text}Z or ${text}+02:00`);
  }
  const time = isInCalendar(day) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return time / 1000;
  throw new CommandError(`${option}: "${text}" is not a valid time: ${forms}`);
}

function readDay(option: string, text: string, now: number, edge: DayEdge): number {
  const today = new Date(now);
  const [year = 0, month = 0, date = 0] = dayOnly.test(text)
    ? text.split('-').map(Number)
    : [today.getFullYear(), today.getMonth() + 1, today.getDate() - (text === 'yesterday' ? 1 : 0)];
  if (dayOnly.test(text) && !isInCalendar(text)) {
    throw new CommandError(`${option}: "${text}" is not a day of the calendar`);
  }
  const first = (days: number) => new Date(year, month - 1, date + days).getTime() / 1000;
  return edge === 'first' ? first(0) : first(1) - 1;
}

function remedyFor(text: string): string {
  const nearest = nearestName(text, words);
  return nearest ? `did you mean ${nearest}?` : forms;
}

// February 30 is read as March 2 otherwise.
function isInCalendar(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
