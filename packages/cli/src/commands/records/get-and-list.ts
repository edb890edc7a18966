import { type CallRecord, isTrtcCallError, type RefusedError, type TrtcCallClient } from '@trtc-call/client';
import { findMistake } from '@trtc-call/spec/v1';
import { CommandError } from '../../command-error.ts';
import type { AccountFlags } from '../../credentials/account-option.ts';
import { clientOf, openClient } from '../../credentials/open-client.ts';
import { readAccount } from '../../credentials/read-credentials.ts';
import { logLine, outputWidth, print, printJson } from '../../io/print.ts';
import { untilStopped } from '../../io/stop-signal.ts';
import type { FilterFlags } from './filter.ts';
import { checkFilterFlags, type FixedFilter, readFilterByService } from './filter.ts';
import { recordFacts, recordTable } from './record-table.ts';

/** What `trtc-call records get` was asked for. */
export interface GetRecordFlags extends AccountFlags {
  json?: true;
}

/** What `trtc-call records list` was asked for. */
export interface ListRecordsFlags extends AccountFlags, FilterFlags {
  reverse?: true;
  limit: number;
  json?: true;
}

/** Prints one record. */
export async function getRecord(callId: string, flags: GetRecordFlags): Promise<void> {
  if (callId.trim() === '')
    throw new CommandError('the id of the call is empty: give it as it was in the webhook');
  const account = await readAccount({ file: flags.credentials, environment: process.env });
  await using client = clientOf(account);
  const record = await find(client, callId, account.baseUrl);
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
    const wanted = limit + 1;
    return flags.reverse
      ? client.records.list(filter, { signal }).toArray({ limit: wanted })
      : readNewest(client, filter, wanted, signal);
  });
  if (!('value' in ended)) return ended.exitCode;
  const shown = ended.value.slice(0, limit);
  if (flags.json) printJson(shown);
  else if (shown.length > 0) printTable(shown);
  else logLine('No records.');
  if (ended.value.length > shown.length)
    logLine(`There are more: raise --limit (now ${limit}), or export them.`);
  return 0;
}

function printTable(records: readonly CallRecord[]): void {
  const width = outputWidth();
  const { text, leftOut } = recordTable(records, width);
  print(text);
  if (leftOut.length === 0) return;
  logLine(
    `Left out to fit ${width} columns: ${leftOut.join(', ')}. A wider terminal shows them, and so does --json.`,
  );
}

/**
 * The newest records of a filter, the newest first. The client reads from the oldest on, so spans are read from the end
 * backwards, each longer than the one before. How many records there are says how long the first one should be; should
 * the service count wrongly, this takes more requests and finds the same.
 */
async function readNewest(
  { records }: TrtcCallClient,
  filter: FixedFilter,
  wanted: number,
  signal: AbortSignal,
): Promise<CallRecord[]> {
  const { totalNum } = await records.query({ ...filter, numberPerPage: 1 }, { signal });
  const whole = filter.endTimestamp - filter.startTimestamp + 1;
  let seconds = totalNum <= wanted ? whole : Math.max(60, Math.ceil((2 * whole * wanted) / totalNum));
  const found = new Map<string, CallRecord>();
  for (let end = filter.endTimestamp; end >= filter.startTimestamp && found.size < wanted; seconds *= 2) {
    const start = Math.max(filter.startTimestamp, end - seconds + 1);
    let newest: CallRecord[] = [];
    const span = { ...filter, startTimestamp: start, endTimestamp: end };
    for await (const page of records.list(span, { signal }).pages()) {
      newest = [...newest, ...page.records].slice(-wanted);
    }
    for (const record of newest) found.set(record.callId, record);
    end = start - 1;
  }
  return [...found.values()].sort((one, other) => other.startCallTs - one.startCallTs).slice(0, wanted);
}

async function find(client: TrtcCallClient, callId: string, baseUrl?: string): Promise<CallRecord> {
  try {
    const record = await client.records.get(callId);
    if (record) return record;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // A gateway that passes on to another path is refused in the same way.
    const elsewhere = baseUrl === undefined ? '' : `, or ${baseUrl} is not the address of the API`;
    throw new CommandError(`${notFound}${elsewhere} (${error.requestId})`, 1);
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
