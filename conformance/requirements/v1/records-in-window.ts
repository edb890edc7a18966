import { limits } from '@trtc-call/spec/v1';
import { codeOf, membersOf } from '../../src/check/answer.ts';
import type { CheckContext } from '../../src/check/context.ts';
import { expectData, expectThat } from '../../src/check/expect.ts';

/** One answer of the list operation, read without trusting it. */
export interface ListAnswer {
  readonly totalNum: unknown;
  readonly page: unknown;
  readonly records: readonly Record<string, unknown>[];
}

const secondsPerDay = 86_400;
const windowSeconds = limits.dataWindow.value * secondsPerDay;

/** The start of the data window in Unix seconds, with a minute to spare for the clocks. */
export function windowStart(context: CheckContext): number {
  return context.now() - windowSeconds + 60;
}

/** Lists records; what is not named is left to the target's defaults, but for the start of the window. */
export async function listRecords(
  context: CheckContext,
  filter: Readonly<Record<string, unknown>> = {},
): Promise<ListAnswer> {
  const body = { startTimestamp: windowStart(context), ...filter };
  const data = expectData(await context.send('getRecordsByFilter', body));
  const { callRecordList, totalNum, page } = data;
  expectThat(
    Array.isArray(callRecordList),
    `expected callRecordList to be a list, got ${typeof callRecordList}`,
  );
  return { totalNum, page, records: callRecordList.map(membersOf) };
}

/** A record that the target has, found through the list operation. */
export async function knownRecord(context: CheckContext): Promise<Record<string, unknown>> {
  const { records } = await listRecords(context, { numberPerPage: 1 });
  const [record] = records;
  expectThat(record !== undefined, 'expected a record of the last 7 days: the filter operation lists none');
  return record;
}

/** The record that the target gives for the call of {@link knownRecord}. */
export async function recordOfKnownCall(context: CheckContext): Promise<Record<string, unknown>> {
  const { callId } = await knownRecord(context);
  return expectData(await context.send('getRecordByCallId', { callId }));
}

/** The ids of the records, as text. */
export function idsOf({ records }: ListAnswer): string[] {
  return records.map(({ callId }) => String(callId));
}

/** Whether an answer of the single-record operation carries a record. */
export function hasRecord(answer: Parameters<typeof codeOf>[0]): boolean {
  return codeOf(answer) === 0 && 'callId' in membersOf(membersOf(answer.json).data);
}
