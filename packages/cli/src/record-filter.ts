import type { TrtcCallClient } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v1';
import { CommandError } from './command-error.ts';
import { localTime } from './output/local-time.ts';
import { readMoment } from './read-moment.ts';
import { readCallResult, readCallType } from './record-words.ts';

/** Options that say which records are wanted. */
export interface FilterFlags {
  from?: string | undefined;
  to?: string | undefined;
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

// By so much the client lets the service's clock differ from that of the machine.
const furthestClock = 31 * 86_400_000;

/**
 * Checks what can be checked before anything is asked or opened.
 *
 * @throws CommandError naming the option and what to give
 */
export function checkFilterFlags(flags: FilterFlags): void {
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
  if (startTimestamp > endTimestamp) {
    const order = `--from (${localTime(startTimestamp)}) is after --to (${localTime(endTimestamp)})`;
    throw new CommandError(`${order}: give an earlier --from, or a later --to`);
  }
  const callResult = readCallResult(flags.result);
  const callType = readCallType(flags.type);
  return { startTimestamp, endTimestamp, ...(callResult && { callResult }), ...(callType && { callType }) };
}

function boundsAt({ from = wholeWindow(), to = 'now' }: FilterFlags, now: number) {
  return {
    startTimestamp: Math.floor(readMoment('--from', from, now)),
    endTimestamp: Math.ceil(readMoment('--to', to, now)),
  };
}

/**
 * The same by the service's clock: what is "now" and "24h ago" for it. That costs a request where the times depend on a
 * clock.
 *
 * @throws CommandError naming the option and what to give; TrtcCallError where the service cannot be asked
 */
export async function readFilterByService(
  flags: FilterFlags,
  client: TrtcCallClient,
  signal: AbortSignal,
): Promise<FixedFilter> {
  const now = Date.now();
  const isFixed = [0, now].map((clock) => JSON.stringify(boundsAt(flags, clock)));
  if (isFixed[0] === isFixed[1]) return readFilter(flags, now);
  return readFilter(flags, await readServiceTime(client, signal));
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
