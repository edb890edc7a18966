import type { RecordFilter } from '@trtc-call/client';
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
  readonly callResult?: NonNullable<RecordFilter['callResult']>;
  readonly callType?: NonNullable<RecordFilter['callType']>;
}

/**
 * Reads which records are wanted. Without times: all that the service keeps, until now.
 *
 * @param now the clock, in milliseconds
 * @throws CommandError naming the option and what to give
 */
export function readFilter(flags: FilterFlags, now: number): FixedFilter {
  const startTimestamp = Math.floor(readMoment('--from', flags.from ?? wholeWindow(), now));
  const endTimestamp = Math.ceil(readMoment('--to', flags.to ?? 'now', now));
  if (startTimestamp > endTimestamp) {
    const order = `--from (${localTime(startTimestamp)}) is after --to (${localTime(endTimestamp)})`;
    throw new CommandError(`${order}: give an earlier --from, or a later --to`);
  }
  const callResult = readCallResult(flags.result);
  const callType = readCallType(flags.type);
  return { startTimestamp, endTimestamp, ...(callResult && { callResult }), ...(callType && { callType }) };
}

function wholeWindow(): string {
  const { value, unit } = limits.dataWindow;
  return `${value}${unit[0]}`;
}
