import { nearestName } from '@trtc-call/reporting/values';
import { CommandError } from '../../command-error.ts';
import { anyWord } from '../../facts.ts';
import { localTime } from '../../io/format.ts';
import { logLine } from '../../io/print.ts';
import { nameGeneration } from '../../io/remedy-line.ts';
import type { Filter, Service, Services } from '../../service.ts';

export interface FilterFlags {
  from?: string | undefined;
  to?: string | undefined;
  before?: string | undefined;
  result?: string | undefined;
  type?: string | undefined;
}

/** The minute between choosing a time and asking needs no warning. */
const slackSeconds = 300;

// Where its clock is further off, the client cannot sign either; a mistyped year is refused without asking.
const furthestClock = 31 * 86_400_000;

/** Checks what can be checked before anything is asked or opened. */
export function checkFilterFlags(flags: FilterFlags, services: Services): void {
  if (flags.to !== undefined && flags.before !== undefined) {
    throw new CommandError('--to and --before both say where to end: leave one of them out');
  }
  // Wrong by every clock that there may be; what is wrong by that of the machine alone is left to that of the service.
  const clocks = [-furthestClock, 0, furthestClock].map((ahead) => Date.now() + ahead);
  const isEmptyAt = (now: number) => {
    const { start, end } = boundsAt(flags, services, now);
    return start > end;
  };
  if (clocks.every(isEmptyAt)) readFilter(flags, services, Date.now());
}

/** Reads which records are wanted. Without times: all that the service keeps, until now. */
function readFilter(flags: FilterFlags, services: Services, now: number): Filter {
  const { start, end } = boundsAt(flags, services, now);
  if (start > end) throw new CommandError(describeEmptySpan(flags, services, now));
  const result = readWord('--result', flags.result, services, 'results');
  const type = readWord('--type', flags.type, services, 'types');
  return { start, end, ...(result && { result }), ...(type && { type }) };
}

/** Why no call can begin in a span, and what would help: an earlier start does not where records are gone. */
function describeEmptySpan({ from, to, before }: FilterFlags, services: Services, now: number): string {
  const { start, end } = boundsAt({ from, to, before }, services, now);
  const [option, given, last] = before === undefined ? ['--to', to, end] : ['--before', before, end + 1];
  const describedEnd = `${option} ${given} (${localTime(last)})`;
  if (end < findOldestKept(services, now)) {
    const { value, unit } = findLongestWindow(services);
    return `${describedEnd} is too long ago: the service keeps records for ${value} ${unit}: give a later ${option}`;
  }
  const describedStart = `--from ${from} (${localTime(start)})`;
  if (given === undefined) return `${describedStart} is in the future: give an earlier --from`;
  return `${describedStart} is not before ${describedEnd}: give an earlier --from, or a later ${option}`;
}

function boundsAt({ from, to = 'now', before }: FilterFlags, services: Services, now: number) {
  return {
    // The service counts from 1970.
    start:
      from === undefined
        ? findOldestKept(services, now)
        : Math.max(0, Math.floor(readMoment('--from', from, now, 'first'))),
    // Calls begin at whole seconds.
    end:
      before === undefined
        ? Math.ceil(readMoment('--to', to, now, 'last'))
        : Math.ceil(readMoment('--before', before, now, 'first')) - 1,
  };
}

/**
 * The same by the service's clock: what is "now" and "24h ago" for it. That costs a request where the times depend on a
 * clock. How days were read, and that records are gone, is said on standard error.
 */
export async function readFilterByService(
  flags: FilterFlags,
  services: Services,
  signal: AbortSignal,
): Promise<Filter> {
  const machineNow = Date.now();
  const isFixed = [0, machineNow].map((clock) => JSON.stringify(boundsAt(flags, services, clock)));
  const now = isFixed[0] === isFixed[1] ? machineNow : await readServiceTime(services, signal);
  const filter = readFilter(flags, services, now);
  logHowRead(flags, filter, services, now);
  return filter;
}

/** The start, in Unix seconds, of the time whose records one of the services still keeps. */
export function findOldestKept(services: Services, now: number): number {
  return Math.floor(now / 1000) - findLongestWindow(services).seconds;
}

function findLongestWindow([{ dataWindow }, ...others]: Services): Service['dataWindow'] {
  return others.reduce(
    (longest, other) => (other.dataWindow.seconds > longest.seconds ? other.dataWindow : longest),
    dataWindow,
  );
}

function logHowRead(
  { from, to, before }: FilterFlags,
  filter: Filter,
  services: Services,
  now: number,
): void {
  const { start, end } = filter;
  if ([from, to, before].some((text) => text !== undefined && isDay(text))) {
    // Not every zone that a variable may name has a name of its own.
    const { timeZone }: { timeZone?: string } = new Intl.DateTimeFormat().resolvedOptions();
    const span = `${localTime(start)} to ${localTime(end)}, both included`;
    const name = timeZone === undefined ? '' : `, ${timeZone}`;
    logLine(`Days are read in the time zone of this machine${name}: ${span}.`);
  }
  if (start > now / 1000 + slackSeconds)
    logLine(`No call can have begun yet: ${localTime(start)} is in the future.`);
  const { value, unit } = findLongestWindow(services);
  if (start < findOldestKept(services, now) - slackSeconds) {
    const oldestKept = localTime(findOldestKept(services, now));
    logLine(
      `The service keeps records for ${value} ${unit}: calls before ${oldestKept} are not there any more.`,
    );
  }
}

/** Tells services without a record from those that refuse to list any, where the code is the same (V4-U-08, V4-U-20). */
export async function logListRefusals(silent: Iterable<Service>, signal: AbortSignal): Promise<void> {
  for (const service of silent) {
    const refusal = await service.findListRefusal(signal);
    if (!refusal) continue;
    const { code, requestId } = refusal;
    const what = `${service.generation} refused the list of records by ${code} (request id ${requestId}), also without a condition`;
    const remedy = 'look for a call that you know with trtc-call records get';
    logLine(
      `${what}. The code also means "no records", so it is read as that: if there should be some, ${remedy}.`,
    );
  }
}

/**
 * The service's time, in milliseconds, or that of the machine where the service does not tell. Any generation tells it:
 * one that has gone must not keep the records of the other from being read.
 */
export async function readServiceTime(services: Services, signal: AbortSignal): Promise<number> {
  let failure: unknown;
  for (const service of services) {
    try {
      await service.hearClock(signal);
      return Date.now() + service.clockDifference();
    } catch (error) {
      signal.throwIfAborted();
      failure ??= nameGeneration(error, service, services);
    }
  }
  throw failure;
}

/** Any word may be asked for; one that is not listed is warned of. Those of one generation are taken for all. */
function readWord(
  option: string,
  word: string | undefined,
  services: Services,
  list: 'results' | 'types',
): string | undefined {
  if (word === undefined) return undefined;
  const words = services.flatMap((service) => [...service[list]] as [shared: string, own: string][]);
  const shared = words.find(([, own]) => own === word)?.[0] ?? word;
  return anyWord(option, shared, [...new Set(words.map(([each]) => each))]);
}

/** Which second a day alone means: its first one, or its last one. */
type DayEdge = 'first' | 'last';

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const iso = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
const dayOnly = /^\d{4}-\d\d-\d\d$/;
const words = ['now', 'today', 'yesterday'];
const forms =
  'use 24h or 7d (so long ago), today, yesterday, a day such as 2026-05-01, Unix seconds, or 2026-05-01T08:00:00+02:00';

// In seconds the year 5138, in milliseconds 1973: neither is meant.
const mostSeconds = 1e11;

/** Whether a text means a day, which begins and ends by the time zone of this machine. */
function isDay(text: string): boolean {
  return text === 'today' || text === 'yesterday' || dayOnly.test(text);
}

/**
 * Reads a moment: `24h` or `7d` (so long ago), `now`, a day of this machine's time zone, Unix seconds, or ISO 8601 with
 * its offset.
 *
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
