import { dropKept, findCallId, type KeptWebhook, listKept } from '@trtc-call/webhooks';
import { findQueryNames } from '@trtc-call/webhooks/send';
import { CommandError, readErrorCode } from '../../command-error.ts';
import { type OpenStore, openStore } from '../../databases.ts';
import { describeDuration, fixedLine, shorten, wideLine, wrap } from '../../io/format.ts';
import { logLine, outputWidth, printData, printJsonLine, printLine } from '../../io/print.ts';
import { shortenCommand } from './listen-row.ts';
import { sendAll } from './send.ts';

export interface KeptFlags {
  store: string;
  table?: string;
  drop?: string[];
  retry?: string[];
  to?: string;
  token?: string;
  concurrency: number;
  json?: true;
}

/** Characters of an id that are shown, and enough to name it. */
const shownId = 12;

/** Characters of an error that are shown in a wide row; `--json` has all of it. */
const longestError = 60;

/**
 * Shows what a receiver's store keeps, drops some of it, or sends it to the receiver again.
 *
 * @returns the exit code: 1 where one is not kept, is being handled, or was given up
 */
export async function kept(flags: KeptFlags): Promise<number> {
  await using opened = await openStore(flags.store, flags.table);
  const { store } = opened;
  if (flags.drop) return await dropAll(store, await findWanted('--drop', store, flags.drop));
  if (flags.retry) return await retryAll(store, await findWanted('--retry', store, flags.retry), flags);
  let count = 0;
  for await (const webhook of readKept(store)) {
    if (flags.json) await printJsonLine(toJson(webhook));
    else await printData(count === 0 ? `${head()}${renderRow(webhook)}` : renderRow(webhook));
    count += 1;
  }
  logLine(`${count} kept`);
  return 0;
}

/** There may be more than fits into memory. */
async function* readKept(store: OpenStore['store']) {
  try {
    yield* listKept(store);
  } catch (error) {
    throw describeStoreFault(error);
  }
}

function toJson({ id, event, receivedAt, attempts, lastError }: KeptWebhook): object {
  const at = receivedAt === undefined ? null : new Date(receivedAt).toISOString();
  return {
    id,
    receivedAt: at,
    attempts,
    lastError: lastError ?? null,
    word: findWord(event),
    event: event ?? null,
  };
}

function head(): string {
  return layOut(['id', 'age', 'command', 'app', 'CallId', 'tries', 'last error']);
}

/** A row; where its last error has no room, that is beneath it. */
function renderRow({ id, event, receivedAt, attempts, lastError = '' }: KeptWebhook): string {
  const isWide = outputWidth() >= wideLine;
  const callId = (event && findCallId(event)) ?? '-';
  const row = layOut([
    shorten(id, shownId),
    receivedAt === undefined ? '-' : describeDuration(Math.max(0, Date.now() - receivedAt) / 1000),
    event ? shortenCommand(findWord(event) ?? '') : 'cannot be read',
    (event && findApp(event)) ?? '-',
    isWide ? callId : shorten(callId, 8),
    String(attempts),
    shorten(lastError || '-', longestError),
  ]);
  return isWide || lastError === '' ? row : row + wrap(lastError, '  ', outputWidth());
}

/** Rows are shown as they are read, so that widths are chosen beforehand. */
function layOut(cells: readonly string[]): string {
  const isWide = outputWidth() >= wideLine;
  const shown = isWide ? cells : cells.slice(0, -1);
  return `${fixedLine(shown, [shownId, 11, 23, 10, isWide ? 36 : 8, 5])}\n`;
}

function findApp({ raw }: NonNullable<KeptWebhook['event']>): string | undefined {
  const names = findQueryNames(new URLSearchParams(raw.query));
  return names && raw.query[names.app];
}

function findWord(event: KeptWebhook['event']): string | null {
  if (!event) return null;
  return event.command === '*' ? event.word : event.command;
}

async function dropAll(store: OpenStore['store'], wanted: readonly string[]): Promise<number> {
  let exitCode = 0;
  for (const id of wanted) {
    const outcome = await dropKept(store, id).catch((error: unknown) => {
      throw describeStoreFault(error);
    });
    if (outcome !== 'dropped') exitCode = 1;
    const said = {
      dropped: 'dropped',
      'not-kept': 'is not kept any more',
      'in-flight': 'is being handled: try again once its handler has ended',
    };
    printLine(`${shorten(id, shownId)}  ${said[outcome]}`);
  }
  return exitCode;
}

/** The receiver claims and handles what it is sent as if it had come from the vendor, and forgets it then. */
async function retryAll(
  store: OpenStore['store'],
  wanted: readonly string[],
  { to = '', token, concurrency, json }: KeptFlags,
): Promise<number> {
  const left = new Set(wanted);
  let unread = 0;
  async function* readWebhooks() {
    for await (const { id, event } of readKept(store)) {
      // What has come since is not meant.
      if (left.size === 0) return;
      if (!left.delete(id)) continue;
      if (event) yield { query: event.raw.query, body: event.raw.text };
      else unread += 1;
    }
  }
  const options = { to, concurrency, ...(token && { token }), ...(json && { json }) };
  const exitCode = await sendAll(readWebhooks(), options);
  if (unread > 0) logLine(`${unread} cannot be read, and were not sent: drop them`);
  return exitCode === 0 && unread > 0 ? 1 : exitCode;
}

/** The ids that are meant, of those that are kept now. */
async function findWanted(
  option: string,
  store: OpenStore['store'],
  wanted: readonly string[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of readKept(store)) ids.push(id);
  if (wanted.includes('all')) return ids;
  const found = wanted.map((text) => {
    const matching = ids.filter((id) => id.startsWith(text));
    const [first, ...others] = matching;
    if (first !== undefined && others.length === 0) return first;
    const problem =
      first === undefined ? 'is not kept: see the list' : `begins ${matching.length} ids: give more of it`;
    throw new CommandError(`${option}: ${text} ${problem}`, first === undefined ? 1 : 2);
  });
  return [...new Set(found)];
}

function describeStoreFault(cause: unknown): CommandError {
  const why = cause instanceof Error ? cause.message || readErrorCode(cause) : String(cause);
  const message = `--store: the store cannot be read or written: ${why}: run it again`;
  return new CommandError(message, 2, { cause });
}
