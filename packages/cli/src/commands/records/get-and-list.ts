import { type CallSummary, isTrtcCallError, toCall } from '@trtc-call/client';
import { CommandError } from '../../command-error.ts';
import { openService, openServices } from '../../credentials/open-client.ts';
import { duration, type FittedTable, facts, localTime, table } from '../../io/format.ts';
import { logLine, outputWidth, print, printJson } from '../../io/print.ts';
import { untilStopped } from '../../io/stop-signal.ts';
import type { ServiceFlags } from '../../options.ts';
import type { AnyRecord, Filter, Service } from '../../service.ts';
import { checkFilterFlags, type FilterFlags, logListRefusals, readFilterByService } from './filter.ts';

interface GetRecordFlags extends ServiceFlags {
  json?: true;
}

interface ListRecordsFlags extends ServiceFlags, FilterFlags {
  reverse?: true;
  limit: number;
  json?: true;
}

export async function getRecord(callId: string, flags: GetRecordFlags): Promise<void> {
  if (callId.trim() === '')
    throw new CommandError('the id of the call is empty: give it as it was in the webhook');
  await using opened = await openServices(flags);
  const record = await find(opened.services[0], callId, opened.account.baseUrl);
  if (flags.json) printJson(record);
  else print(recordFacts(record));
}

export async function listRecords(flags: ListRecordsFlags): Promise<number> {
  await using service = await openService(flags);
  checkFilterFlags(flags, [service]);
  const { limit } = flags;
  // One more than is shown tells whether there are more.
  const ended = await untilStopped(async (signal) => {
    const filter = await readFilterByService(flags, [service], signal);
    const read = flags.reverse ? readOldest : readNewest;
    const found = await read(service, filter, limit + 1, signal);
    if (found.length === 0) await logListRefusals([service], signal);
    return found;
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

function printTable(records: readonly AnyRecord[]): void {
  const width = outputWidth();
  const { text, leftOut } = recordTable(records, width);
  print(text);
  if (leftOut.length === 0) return;
  logLine(
    `Left out to fit ${width} columns: ${leftOut.join(', ')}. A wider terminal shows them, and so does --json.`,
  );
}

type Reading = [service: Service, filter: Filter, wanted: number, signal: AbortSignal];

async function readOldest(...[service, filter, wanted, signal]: Reading): Promise<AnyRecord[]> {
  const found: AnyRecord[] = [];
  for await (const { records } of service.listRecords(filter, signal)) {
    found.push(...records);
    if (found.length >= wanted) break;
  }
  return found.slice(0, wanted);
}

// The client reads from the oldest on, so ever longer spans up to the end are read. Not one behind the other: of a
// service that holds the end of a filter against the end of a call, neither would have a call that goes on from one into
// the other (V1-U-41, V4-U-09). How many records there are says how long the first one
// should be; should the service count wrongly, this takes more requests and finds the same.
async function readNewest(...[service, filter, wanted, signal]: Reading): Promise<AnyRecord[]> {
  const total = await service.countRecords(filter, signal);
  const whole = filter.end - filter.start + 1;
  // A service that gives no number has the whole time read, and the client says what its answer lacks.
  let seconds = total > wanted ? Math.max(60, Math.ceil((2 * whole * wanted) / total)) : whole;
  for (; ; seconds *= 2) {
    const start = Math.max(filter.start, filter.end - seconds + 1);
    let newest: AnyRecord[] = [];
    for await (const { records } of service.listRecords({ ...filter, start }, signal)) {
      newest = [...newest, ...records].slice(-wanted);
    }
    if (newest.length >= wanted || start === filter.start) return newest.reverse();
  }
}

async function find(service: Service, callId: string, baseUrl?: string): Promise<AnyRecord> {
  let checks = ' and the app';
  let request = '';
  const record = await service.getRecord(callId).catch((error: unknown) => {
    // The vendor documents no answer of its own for a call that it does not know; a refusal of the id is one reading.
    if (!isTrtcCallError(error) || error.kind !== 'refused' || !error.mayBeNotFound) throw error;
    request = ` (request id ${error.requestId})`;
    // A gateway that passes on to another path may have refused in the same way.
    if (baseUrl !== undefined) checks = `, the app and the address (${baseUrl})`;
  });
  if (record) {
    // One that does not say of which call it is may be the right one.
    const answered: unknown = 'callId' in record ? record.callId : record.CallId;
    if (answered === undefined || answered === callId) return record;
    const remedy = 'ask again, and check what answers between here and the service, such as a cache';
    throw new CommandError(`the answer is the record of another call, "${answered}": ${remedy}`);
  }
  const { value, unit } = service.dataWindow;
  const when = `records are there after the end of a call, for ${value} ${unit}`;
  throw new CommandError(`no record of this call: check the id, --generation${checks}; ${when}${request}`, 1);
}

const heads = ['talked', 'result', 'type', 'media', 'caller', 'callees', 'call id'];
const expendable = ['media', 'type', 'callees', 'talked', 'caller'];

function recordTable(records: readonly AnyRecord[], width: number): FittedTable {
  const calls = records.map((record) => toCall(record));
  const times = calls.map(({ startTime }) => localTime(startTime));
  // The clocks may have changed within the days that are shown; otherwise one offset is enough.
  const offsets = new Set(times.map((time) => time.slice(19)));
  const [offset = ''] = offsets;
  const isSame = offsets.size === 1 && offset !== '';
  return table(
    [isSame ? `started (${offset.trim()})` : 'started', ...heads],
    calls.map((call, row) => [
      isSame ? (times[row] ?? '').slice(0, 19) : (times[row] ?? ''),
      describeTalk(call),
      String(call.result ?? '-'),
      String(call.type ?? '-'),
      String(call.media ?? '-'),
      call.caller,
      call.callees.join(' '),
      call.callId,
    ]),
    { width, expendable },
  );
}

function recordFacts(record: AnyRecord): string {
  const call = toCall(record);
  return facts([
    ['call id', call.callId],
    ['generation', call.generation],
    ...('sdkAppId' in record ? [['SDKAppID', String(record.sdkAppId)] as const] : []),
    ['room', call.room?.id ?? '-'],
    ['type', `${call.type ?? '-'}, ${call.media ?? '-'}`],
    ['result', String(call.result ?? '-')],
    ['started', localTime(call.startTime)],
    ['accepted', call.acceptTime === null ? '-' : localTime(call.acceptTime)],
    ['ended', call.endTime === null ? '-' : localTime(call.endTime)],
    ['talked', describeTalk(call)],
    ['caller', call.caller],
    ['callees', call.callees.join(' ') || '-'],
    ...('totalUserNumber' in record ? [['participants', String(record.totalUserNumber)] as const] : []),
  ]);
}

function describeTalk({ acceptTime, talkSeconds }: CallSummary): string {
  return acceptTime === null || talkSeconds === null ? '-' : duration(talkSeconds);
}
