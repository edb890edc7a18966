import type { TrtcCallClient } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { CommandError } from '../../command-error.ts';
import { localTime } from '../../io/local-time.ts';
import { logLine } from '../../io/print.ts';
import { anyWord } from '../../known-words.ts';
import { isDay, readMoment } from './read-moment.ts';

/** Options that say which records are wanted. */
export interface FilterFlags {
  from?: string | undefined;
  to?: string | undefined;
  before?: string | undefined;
  result?: string | undefined;
  type?: string | undefined;
}

/** Which records are wanted; times in Unix seconds, both fixed. */
export interface FixedFilter {
  readonly startTimestamp: number;
  readonly endTimestamp: number;
  readonly callResult?: string;
  readonly callType?: string;
}

const secondsPer: Readonly<Record<typeof limits.dataWindow.unit, number>> = { days: 86_400 };
/** Nobody needs to hear of the minute between choosing a time and asking. */
const slackSeconds = 300;

// By so much the client lets the service's clock differ from that of the machine.
const furthestClock = 31 * 86_400_000;

/**
 * Checks what can be checked before anything is asked or opened.
 *
 * @throws CommandError naming the option and what to give
 */
export function checkFilterFlags(flags: FilterFlags): void {
  if (flags.to !== undefined && flags.before !== undefined) {
    throw new CommandError('--to and --before both say where to end: leave one of them out');
  }
  // Wrong by every clock that there may be; what is wrong by that of the machine alone is left to that of the service.
  const clocks = [-furthestClock, 0, furthestClock].map((ahead) => Date.now() + ahead);
  if (clocks.every((now) => boundsAt(flags, now).startTimestamp > boundsAt(flags, now).endTimestamp)) {
    readFilter(flags, Date.now());
  }
}

/**
 * Reads which records are wanted. Without times: all that the service keeps, until now.
 *
 * @param now the clock, in milliseconds
 * @throws CommandError naming the option and what to give
 */
function readFilter(flags: FilterFlags, now: number): FixedFilter {
  const { startTimestamp, endTimestamp } = boundsAt(flags, now);
  if (startTimestamp > endTimestamp) throw new CommandError(describeEmptySpan(flags, now));
  const callResult = readCallResult(flags.result);
  const callType = readCallType(flags.type);
  return { startTimestamp, endTimestamp, ...(callResult && { callResult }), ...(callType && { callType }) };
}

/** Why no call can begin in a span, and what would help: an earlier start does not where records are gone. */
function describeEmptySpan({ from, to, before }: FilterFlags, now: number): string {
  const { startTimestamp, endTimestamp } = boundsAt({ from, to, before }, now);
  const [option, given, end] =
    before === undefined ? ['--to', to, endTimestamp] : ['--before', before, endTimestamp + 1];
  const describedEnd = `${option} ${given} (${localTime(end)})`;
  if (endTimestamp < findOldestKept(now)) {
    const { value, unit } = limits.dataWindow;
    return `${describedEnd} is too long ago: the service keeps records for ${value} ${unit}: give a later ${option}`;
  }
  const order = `--from ${from} (${localTime(startTimestamp)}) is not before ${describedEnd}`;
  return `${order}: give an earlier --from, or a later ${option}`;
}

function boundsAt({ from = wholeWindow(), to = 'now', before }: FilterFlags, now: number) {
  return {
    startTimestamp: Math.floor(readMoment('--from', from, now, 'first')),
    // Calls begin at whole seconds.
    endTimestamp:
      before === undefined
        ? Math.ceil(readMoment('--to', to, now, 'last'))
        : Math.ceil(readMoment('--before', before, now, 'first')) - 1,
  };
}

/**
 * The same by the service's clock: what is "now" and "24h ago" for it. That costs a request where the times depend on a
 * clock. How days were read, and that records are gone, is said on standard error.
 *
 * @throws CommandError naming the option and what to give; TrtcCallError where the service cannot be asked
 */
export async function readFilterByService(
  flags: FilterFlags,
  client: TrtcCallClient,
  signal: AbortSignal,
): Promise<FixedFilter> {
  const machineNow = Date.now();
  const isFixed = [0, machineNow].map((clock) => JSON.stringify(boundsAt(flags, clock)));
  const now = isFixed[0] === isFixed[1] ? machineNow : await readServiceTime(client, signal);
  const filter = readFilter(flags, now);
  logHowRead(flags, filter, now);
  return filter;
}

/** The start, in Unix seconds, of the time whose records the service still keeps. */
export function findOldestKept(now: number): number {
  const { value, unit } = limits.dataWindow;
  return Math.floor(now / 1000) - value * secondsPer[unit];
}

function logHowRead({ from, to, before }: FilterFlags, filter: FixedFilter, now: number): void {
  const { startTimestamp, endTimestamp } = filter;
  if ([from, to, before].some((text) => text !== undefined && isDay(text))) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const span = `${localTime(startTimestamp)} to ${localTime(endTimestamp)}, both included`;
    logLine(`Days are read in the time zone of this machine, ${timeZone}: ${span}.`);
  }
  const { value, unit } = limits.dataWindow;
  const oldestKept = findOldestKept(now);
  if (startTimestamp < oldestKept - slackSeconds) {
    logLine(
      `The service keeps records for ${value} ${unit}: calls before ${localTime(oldestKept)} are not there any more.`,
    );
  }
}

/** The service's time, in milliseconds, or that of the machine where the service does not tell. */
export async function readServiceTime(client: TrtcCallClient, signal: AbortSignal): Promise<number> {
  const filter = { startTimestamp: Math.floor(Date.now() / 1000), numberPerPage: 1 };
  const outcome = await client.records.query(filter, { signal }).result();
  // A time that the service does not take tells its clock too.
  if (!outcome.ok && !('reason' in outcome.error && outcome.error.reason === 'InvalidParameter')) {
    throw outcome.error;
  }
  return Date.now() + client.clockDifference();
}

function wholeWindow(): string {
  const { value, unit } = limits.dataWindow;
  return `${value}${unit[0]}`;
}

/** The words that the contract lists for how a call ended. */
export const callResults: readonly string[] = wordsOf('CallResult');

/** The words that the contract lists for who takes part in a call. */
export const callTypes: readonly string[] = wordsOf('CallType');

/** Any result may be asked for; one that is not listed is warned of. */
function readCallResult(text: string | undefined): string | undefined {
  return text === undefined ? undefined : anyWord('--result', text, callResults);
}

/** Any type may be asked for; one that is not listed is warned of. */
function readCallType(text: string | undefined): string | undefined {
  return text === undefined ? undefined : anyWord('--type', text, callTypes);
}

function wordsOf(schema: string): readonly string[] {
  const words = openapi.components.schemas[schema]?.enum;
  return Array.isArray(words) ? words.map(String) : [];
}
