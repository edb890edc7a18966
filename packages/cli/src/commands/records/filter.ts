import { CommandError } from '../../command-error.ts';
import { anyWord } from '../../facts.ts';
import { localTime } from '../../io/format.ts';
import { logLine } from '../../io/print.ts';
import type { Filter, Services } from '../../service.ts';
import { isDay, readMoment } from './read-moment.ts';

/** Options that say which records are wanted. */
export interface FilterFlags {
  from?: string | undefined;
  to?: string | undefined;
  before?: string | undefined;
  result?: string | undefined;
  type?: string | undefined;
}

/** The minute between choosing a time and asking needs no warning. */
const slackSeconds = 300;

// By so much the client lets the service's clock differ from that of the machine.
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

/**
 * Reads which records are wanted. Without times: all that the service keeps, until now.
 *
 * @param now the clock, in milliseconds
 */
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
    const { value, unit } = services[0].dataWindow;
    return `${describedEnd} is too long ago: the service keeps records for ${value} ${unit}: give a later ${option}`;
  }
  const describedStart = `--from ${from} (${localTime(start)})`;
  if (given === undefined) return `${describedStart} is in the future: give an earlier --from`;
  return `${describedStart} is not before ${describedEnd}: give an earlier --from, or a later ${option}`;
}

function boundsAt({ from, to = 'now', before }: FilterFlags, services: Services, now: number) {
  return {
    start:
      from === undefined
        ? findOldestKept(services, now)
        : Math.floor(readMoment('--from', from, now, 'first')),
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

/** The start, in Unix seconds, of the time whose records the service still keeps. */
export function findOldestKept([{ dataWindow }]: Services, now: number): number {
  return Math.floor(now / 1000) - dataWindow.seconds;
}

function logHowRead(
  { from, to, before }: FilterFlags,
  filter: Filter,
  services: Services,
  now: number,
): void {
  const { start, end } = filter;
  if ([from, to, before].some((text) => text !== undefined && isDay(text))) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const span = `${localTime(start)} to ${localTime(end)}, both included`;
    logLine(`Days are read in the time zone of this machine, ${timeZone}: ${span}.`);
  }
  const { value, unit } = services[0].dataWindow;
  if (start < findOldestKept(services, now) - slackSeconds) {
    const oldestKept = localTime(findOldestKept(services, now));
    logLine(
      `The service keeps records for ${value} ${unit}: calls before ${oldestKept} are not there any more.`,
    );
  }
}

/** The service's time, in milliseconds, or that of the machine where the service does not tell. */
export async function readServiceTime([service]: Services, signal: AbortSignal): Promise<number> {
  await service.hearClock(signal);
  return Date.now() + service.clockDifference();
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
