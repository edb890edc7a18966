import { dropKept, findCallId, type KeptWebhook, listKept } from '@trtc-call/webhooks';
import { CommandError } from '../../command-error.ts';
import { type OpenStore, openStore } from '../../databases.ts';
import { describeDuration, shorten, table, wideLine } from '../../io/format.ts';
import { logLine, outputWidth, print, printJson, printLine } from '../../io/print.ts';
import { shortenCommand } from './listen-row.ts';
import { sendAll } from './send.ts';

export interface KeptFlags {
  store: string;
  table?: string;
  drop?: string[];
  retry?: string[];
  to?: string;
  token?: string;
  json?: true;
}

/** Characters of an id that are shown, and enough to name it. */
const shownId = 12;

/** Characters of an error that are shown; `--json` has all of it. */
const longestError = 60;

/**
 * Shows what a receiver's store keeps, drops some of it, or sends it to the receiver again.
 *
 * @returns the exit code: 1 where one is not kept, is being handled, or was given up
 */
export async function kept(flags: KeptFlags): Promise<number> {
  await using opened = await openStore(flags.store, flags.table);
  const all: KeptWebhook[] = [];
  for await (const webhook of listKept(opened.store)) all.push(webhook);
  if (flags.drop) return await dropAll(opened, all, flags.drop);
  if (flags.retry) return retryAll(all, flags.retry, flags);
  if (flags.json) for (const webhook of all) printJson(toJson(webhook), 0);
  else print(renderTable(all));
  logLine(`${all.length} kept`);
  return 0;
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

function renderTable(all: readonly KeptWebhook[]): string {
  if (all.length === 0) return '';
  const isWide = outputWidth() >= wideLine;
  const rows = all.map(({ id, event, receivedAt, attempts, lastError = '-' }) => {
    const callId = (event && findCallId(event)) ?? '-';
    return [
      shorten(id, shownId),
      receivedAt === undefined ? '-' : describeDuration(Math.max(0, Date.now() - receivedAt) / 1000),
      event ? shortenCommand(findWord(event) ?? '') : 'cannot be read',
      isWide ? callId : shorten(callId, 8),
      String(attempts),
      isWide ? shorten(lastError, longestError) : shorten(lastError, 20),
    ];
  });
  return table(['id', 'age', 'command', 'CallId', 'attempts', 'last error'], rows).text;
}

function findWord(event: KeptWebhook['event']): string | null {
  if (!event) return null;
  return event.command === '*' ? event.word : event.command;
}

async function dropAll(
  { store }: OpenStore,
  all: readonly KeptWebhook[],
  wanted: readonly string[],
): Promise<number> {
  let exitCode = 0;
  for (const { id } of findWanted('--drop', all, wanted)) {
    const outcome = await dropKept(store, id);
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
  all: readonly KeptWebhook[],
  wanted: readonly string[],
  { to = '', token, json }: KeptFlags,
): Promise<number> {
  const found = findWanted('--retry', all, wanted);
  const readable = found.flatMap(({ event }) => (event ? [event.raw] : []));
  const webhooks = readable.map(({ query, text }) => ({ query, body: text }));
  const exitCode = await sendAll(webhooks, {
    to,
    concurrency: 1,
    ...(token && { token }),
    ...(json && { json }),
  });
  const unread = found.length - readable.length;
  if (unread > 0) logLine(`${unread} cannot be read, and were not sent: drop them`);
  return exitCode === 0 && unread > 0 ? 1 : exitCode;
}

function findWanted(
  option: string,
  all: readonly KeptWebhook[],
  wanted: readonly string[],
): readonly KeptWebhook[] {
  if (wanted.includes('all')) return all;
  const found = wanted.map((text) => {
    const matching = all.filter(({ id }) => id.startsWith(text));
    const [first, ...others] = matching;
    if (first && others.length === 0) return first;
    const problem = first ? `begins ${matching.length} ids: give more of it` : 'is not kept: see the list';
    throw new CommandError(`${option}: ${text} ${problem}`, first ? 2 : 1);
  });
  return [...new Set(found)];
}
