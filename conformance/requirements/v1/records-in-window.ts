import { limits } from '@trtc-call/spec/v1';
import { requireThat } from '../expect.ts';
import { type Answer, describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { given } from './check/expect.ts';
import { findFaults } from './check/wire-schema.ts';

/** One answer of the list operation, read without trusting it. */
export interface ListAnswer {
  readonly totalNum: unknown;
  readonly page: unknown;
  readonly records: readonly Record<string, unknown>[];
}

/** A record of which the id and the start can be read. */
export type KnownRecord = Readonly<Record<string, unknown>> & {
  readonly callId: string;
  readonly startCallTs: number;
};

const secondsPerDay = 86_400;
const windowSeconds = limits.dataWindow.value * secondsPerDay;

/** The start of the data window in Unix seconds, with a minute to spare for the clocks. */
export function windowStart(context: CheckContext): number {
  return context.now() - windowSeconds + 60;
}

/** A time that has passed, so that calls of this moment change no list that ends there. */
export function aMinuteAgo(context: CheckContext): number {
  return context.now() - 60;
}

/**
 * Lists records; what is not named is left to the target's defaults, but for the start of the window. A list that cannot
 * be had or read blocks the check.
 */
export async function listRecords(
  context: CheckContext,
  filter: Readonly<Record<string, unknown>> = {},
): Promise<ListAnswer> {
  const body = { startTimestamp: windowStart(context), ...filter };
  const answer = await context.send('getRecordsByFilter', body);
  given('V1-TRN-001', answer).toSucceed();
  const { callRecordList, totalNum, page } = readMembers(readEnvelope(answer).data);
  const isList = Array.isArray(callRecordList);
  requireThat(isList, 'V1-LST-001', 'callRecordList to be a list', `${typeof callRecordList}`);
  return { totalNum, page, records: callRecordList.map(readMembers) };
}

/** The number of all records of a list. */
export function readTotal({ totalNum }: ListAnswer): number {
  const isNumber = typeof totalNum === 'number' && Number.isInteger(totalNum);
  requireThat(isNumber, 'V1-LST-001', 'totalNum to be a whole number', JSON.stringify(totalNum));
  return totalNum;
}

/** The first record that the list operation gives for a filter, or undefined where it gives none. */
export async function firstRecord(
  context: CheckContext,
  filter: Readonly<Record<string, unknown>> = {},
): Promise<KnownRecord | undefined> {
  const { records } = await listRecords(context, { ...filter, numberPerPage: 1 });
  const [record] = records;
  if (record === undefined) return undefined;
  const { callId } = record;
  const startCallTs = Number(record.startCallTs);
  const isReadable = typeof callId === 'string' && Number.isFinite(startCallTs);
  requireThat(
    isReadable,
    'V1-LST-010',
    'a listed record with its callId and its startCallTs',
    JSON.stringify(record),
  );
  return { ...record, callId, startCallTs };
}

/** A record that the target has: the one that its list begins with. */
export async function knownRecord(context: CheckContext): Promise<KnownRecord> {
  const record = await firstRecord(context);
  requireThat(
    record !== undefined,
    'V1-LST-003',
    `a call of the last ${limits.dataWindow.value} days`,
    'an empty list',
  );
  return record;
}

/** The record that the target gives for a call. */
export async function fetchRecord(context: CheckContext, callId: string): Promise<Record<string, unknown>> {
  const answer = await context.send('getRecordByCallId', { callId });
  const isThere = readCode(answer) === 0 && hasRecord(answer);
  requireThat(isThere, 'V1-REC-001', 'the record of a call that is listed', describeAnswer(answer));
  return readMembers(readEnvelope(answer).data);
}

/** The record that the target gives for the call of {@link knownRecord}. */
export async function fetchKnownRecord(context: CheckContext): Promise<Record<string, unknown>> {
  const { callId } = await knownRecord(context);
  return fetchRecord(context, callId);
}

/** The ids of the records, as text. */
export function listIds({ records }: ListAnswer): string[] {
  return records.map(({ callId }) => String(callId));
}

/** Whether an answer of the single-record operation carries a record: a success whose data is not empty. */
export function hasRecord(answer: Answer): boolean {
  const { data } = readEnvelope(answer);
  return readCode(answer) === 0 && data !== undefined && findFaults(data, 'NoData').length > 0;
}
