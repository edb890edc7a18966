import { type Answer, describeAnswer, readMembers } from '../check/answer.ts';
import type { CheckContext, RawOptions } from '../check/context.ts';
import { given } from '../check/expect.ts';
import { requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';

type Members = Readonly<Record<string, unknown>>;

/** One answer of the list operation, read without trusting it. */
export interface ListAnswer {
  readonly total: unknown;
  readonly page: unknown;
  readonly records: readonly Record<string, unknown>[];
  readonly ids: readonly string[];
}

/** A record of which the id and the start can be read; its members have the names of the generation. */
export interface KnownRecord {
  readonly callId: string;
  readonly start: number;
  readonly record: Members;
}

export function listOperations({ contract }: Generation): readonly string[] {
  return Object.keys(contract.operations);
}

/** The start of the data window in Unix seconds, with a minute to spare for the clocks. */
export function windowStart({ generation, now }: CheckContext): number {
  return now() - generation.contract.limits.dataWindow.seconds + 60;
}

/** A time far before the window. */
export function longBeforeWindow({ generation, now }: CheckContext): number {
  return now() - 4 * generation.contract.limits.dataWindow.seconds;
}

/** A time that has passed, so that calls of this moment change no list that ends there. */
export function aMinuteAgo(context: CheckContext): number {
  return context.now() - 60;
}

/** A right body for a list of few records; any call that the target has is matched by it. */
export function listBody(context: CheckContext): Members {
  const { names } = context.generation;
  return { [names.from]: windowStart(context), [names.pageSize]: 1 };
}

/** Asks for a list of few records; a right request but for what the options change. */
export function requestList(context: CheckContext, options?: RawOptions): Promise<Answer> {
  return context.send('getRecordsByFilter', listBody(context), options);
}

/**
 * Lists records; what is not named is left to the target's defaults, but for the start of the window. A list that cannot
 * be had or read blocks the check.
 */
export async function listRecords(context: CheckContext, filter: Members = {}): Promise<ListAnswer> {
  const { names } = context.generation;
  const body = { [names.from]: windowStart(context), ...filter };
  const answer = await context.send('getRecordsByFilter', body);
  if (answer.noMatch !== undefined) return { total: 0, page: 0, records: [], ids: [] };
  given('TRN-001', answer).toSucceed();
  const { [names.records]: list, [names.total]: total, [names.page]: page } = readMembers(answer.data);
  requireThat(Array.isArray(list), 'LST-001', `${names.records} to be a list`, `${typeof list}`);
  const records = list.map(readMembers);
  return { total, page, records, ids: records.map((record) => String(record[names.callId])) };
}

export function readTotal({ generation }: CheckContext, { total }: ListAnswer): number {
  const isNumber = typeof total === 'number' && Number.isInteger(total);
  requireThat(isNumber, 'LST-001', `${generation.names.total} to be a whole number`, JSON.stringify(total));
  return total;
}

/** The first record that the list operation gives for a filter, or undefined where it gives none. */
export async function firstRecord(
  context: CheckContext,
  filter: Members = {},
): Promise<KnownRecord | undefined> {
  const { names } = context.generation;
  const [record] = (await listRecords(context, { ...filter, [names.pageSize]: 1 })).records;
  if (record === undefined) return undefined;
  const callId = record[names.callId];
  const start = Number(record[names.start]);
  const isReadable = typeof callId === 'string' && Number.isFinite(start);
  const expected = `a listed record with its ${names.callId} and its ${names.start}`;
  requireThat(isReadable, 'LST-010', expected, JSON.stringify(record));
  return { callId, start, record };
}

/** A record that the target has: the one that its list begins with. */
export async function knownRecord(context: CheckContext): Promise<KnownRecord> {
  const record = await firstRecord(context);
  const { value } = context.generation.contract.limits.dataWindow;
  requireThat(record !== undefined, 'LST-003', `a call of the last ${value} days`, 'an empty list');
  return record;
}

export async function fetchRecord(context: CheckContext, callId: string): Promise<Record<string, unknown>> {
  const answer = await context.send('getRecordByCallId', { [context.generation.names.callId]: callId });
  const expected = 'the record of a call that is listed';
  requireThat(hasRecord(context, answer), 'REC-001', expected, describeAnswer(answer));
  return readRecord(context, answer);
}

export async function fetchKnownRecord(context: CheckContext): Promise<Record<string, unknown>> {
  const { callId } = await knownRecord(context);
  return fetchRecord(context, callId);
}

/** The members of the record in an answer; none where there is none. */
export function readRecord({ generation }: CheckContext, { data }: Answer): Record<string, unknown> {
  const { recordMember } = generation;
  return readMembers(recordMember === undefined ? data : readMembers(data)[recordMember]);
}

/** Whether an answer of the single-record operation carries a record: a success whose data is not empty. */
export function hasRecord(context: CheckContext, answer: Answer): boolean {
  return answer.code === 0 && Object.keys(readRecord(context, answer)).length > 0;
}
