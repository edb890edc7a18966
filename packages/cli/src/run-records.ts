import { type CallRecord, isTrtcCallError, type RefusedError, type TrtcCallClient } from '@trtc-call/client';
import { findMistake } from '@trtc-call/spec/v1';
import { CommandError } from './command-error.ts';
import type { GetRecordFlags, ListRecordsFlags } from './commands/records.ts';
import { openClient } from './open-client.ts';
import { print, printJson, say } from './output/print.ts';
import { recordFacts, recordTable } from './output/record-table.ts';
import { checkFilterFlags, readFilterByService } from './record-filter.ts';
import { untilStopped } from './stop-signal.ts';

/** Prints one record. */
export async function getRecord(callId: string, flags: GetRecordFlags): Promise<void> {
  if (callId.trim() === '')
    throw new CommandError('the id of the call is empty: give it as it was in the webhook');
  await using client = await openClient(flags);
  const record = await find(client, callId);
  if (flags.json) printJson(record);
  else print(recordFacts(record));
}

/**
 * Prints the records of a filter.
 *
 * @returns the exit code
 */
export async function listRecords(flags: ListRecordsFlags): Promise<number> {
  checkFilterFlags(flags);
  await using client = await openClient(flags);
  const { limit } = flags;
  // One more than is shown tells whether there are more.
  const ended = await untilStopped(async (signal) => {
    const filter = await readFilterByService(flags, client, signal);
    return client.records.list(filter, { signal }).toArray({ limit: limit + 1 });
  });
  if (!('value' in ended)) return ended.exitCode;
  const shown = ended.value.slice(0, limit);
  if (flags.json) printJson(shown);
  else if (shown.length > 0) print(recordTable(shown));
  else say('No records.');
  if (ended.value.length > shown.length) say(`There are more: raise --limit (now ${limit}), or export them.`);
  return 0;
}

async function find(client: TrtcCallClient, callId: string): Promise<CallRecord> {
  try {
    const record = await client.records.get(callId);
    if (record) return record;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new CommandError(`${notFound} (${error.requestId})`, 1);
  }
  throw new CommandError(notFound, 1);
}

const notFound =
  'there is no record of this call: it is not of this app, not over yet, or longer ago than records are kept';

// The vendor documents no answer of its own for a call that it does not know; a refusal of the id is one reading.
function isNotFound(error: unknown): error is RefusedError {
  if (!isTrtcCallError(error) || error.kind !== 'refused') return false;
  return error.code === findMistake('record-not-found').answer;
}
