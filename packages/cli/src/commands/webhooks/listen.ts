import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { writeAnswer } from '@trtc-call/webhooks';
import { decodeBody, readAddress, shownAddress } from '@trtc-call/webhooks/send';
import { CommandError, readErrorCode } from '../../command-error.ts';
import { logLine, printJson, printLine } from '../../io/print.ts';
import { untilAborted, untilStopped } from '../../io/stop-signal.ts';
import {
  type Answer,
  findQuery,
  type Incoming,
  openWebhookFile,
  type ReadWebhook,
  readBody,
  readIncoming,
  readWebhook,
} from './incoming.ts';
import { listenHead, listenRow } from './listen-row.ts';

export interface ListenFlags {
  port: number;
  host: string;
  forward?: string;
  sdkAppId?: number;
  out?: string;
  answer: number;
  fail: number;
  json?: true;
}

/** Shows what comes in until it is told to stop. @returns the exit code: a signal is how it is meant to end */
export async function listen(flags: ListenFlags): Promise<number> {
  // As an unset variable leaves it: it would listen on every address.
  if (flags.host === '')
    throw new CommandError('--host is empty: name an address of this machine, such as 127.0.0.1');
  const to = flags.forward === undefined ? undefined : readAddress('--forward', flags.forward);
  const file = flags.out === undefined ? undefined : await openWebhookFile(flags.out);
  const repetitions = new Repetitions();
  let received = 0;
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const incoming = await readIncoming(request);
    if (!incoming) {
      response.shouldKeepAlive = false;
      send(response, createAnswer(findQuery(request), 3, 'The body is too large or broke off'));
      return;
    }
    received += 1;
    const started = performance.now();
    const { at, method, query, body, page } = incoming;
    const read =
      page === undefined ? readWebhook(method, query, body) : { problem: `sent by a web page, ${page}` };
    const times = 'event' in read ? repetitions.count(read.event.fingerprint) : 1;
    const chosen = await chooseAnswer(flags, to, incoming, read, times, stopping.signal);
    const milliseconds = Math.round(performance.now() - started);
    const isKept = page !== undefined || !file || (await file.note(incoming, chosen, milliseconds));
    // The receiver's answer stands, whether the webhook was kept or not.
    const answer = isKept || to ? chosen : createAnswer(query, 1, 'It could not be kept', 'not kept, code 1');
    send(response, answer);
    if (flags.json) printJson(toJson(incoming, read, times, answer), 0);
    else printLine(listenRow(at, read, times, answer.shown));
  };

  const server = createServer((request, response) => {
    const work = receive(request, response)
      .catch((error: unknown) => {
        logLine(`trtc-call: ${String(error)}`);
        response.destroy();
      })
      .finally(() => running.delete(work));
    running.add(work);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  const ended = await untilStopped(async (signal) => {
    const url = await listenOn(server, flags);
    logLine(`Listening on ${url}${to ? ` and passing on to ${shownAddress(to)}` : ''} until Ctrl-C`);
    if (!flags.json) printLine(listenHead());
    await untilAborted(signal);
    server.close();
    server.closeAllConnections();
    stopping.abort();
    await Promise.all(running);
    await file?.close();
  });
  logLine(`${received} received, ${repetitions.distinct} different events`);
  if (!('value' in ended) && ended.cause !== 'signal') return ended.exitCode;
  return file?.hasFailed() ? 2 : 0;
}

async function chooseAnswer(
  { sdkAppId, fail, answer }: ListenFlags,
  to: URL | undefined,
  incoming: Incoming,
  read: ReadWebhook,
  times: number,
  signal: AbortSignal,
): Promise<Answer> {
  const { query, page } = incoming;
  if (page !== undefined) {
    const refused = createAnswer(query, 3, 'A web page sent this. Webhooks come from servers', 'HTTP 403');
    return { ...refused, status: 403 };
  }
  if (sdkAppId !== undefined && 'event' in read && read.event.sdkappid !== sdkAppId)
    return createAnswer(query, 3, 'This is not the app that is received here', 'other app, code 3');
  if ('event' in read && times <= fail)
    return createAnswer(query, 1, `Failing as asked, ${times} of ${fail}`);
  if (to) return forward(incoming, to, signal);
  if ('problem' in read && !read.isOther)
    return createAnswer(query, 3, `This is not a webhook: ${read.problem}`);
  return createAnswer(query, answer, answer === 0 ? 'Success' : 'Failing as asked');
}

/** An answer of the form that the vendor waits for, by the query of the request. */
function createAnswer(
  query: string,
  errorCode: number,
  message: string,
  shown = `ErrorCode ${errorCode}`,
): Answer {
  return {
    status: 200,
    contentType: 'application/json',
    body: writeAnswer(query, errorCode, message),
    shown,
  };
}

/** Passes a request on as it came. No answer is reported as a failure, so that the vendor tries again. */
async function forward(
  { method, query, contentType, body }: Incoming,
  to: URL,
  signal: AbortSignal,
): Promise<Answer> {
  const url = new URL(to);
  url.search = [url.search.slice(1), query].filter((part) => part !== '').join('&');
  try {
    const response = await fetch(url, {
      method,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const bytes = response.body ? await readBody(response.body) : Buffer.alloc(0);
    if (!bytes) return createAnswer(query, 1, 'The answer of the receiver is too long', 'answer too long');
    const { status, headers } = response;
    const type = headers.get('content-type') ?? 'application/json';
    return { status, contentType: type, body: bytes, shown: describeAnswer(status, bytes) };
  } catch (error) {
    const { name, cause } = error instanceof Error ? error : {};
    const reason = name === 'TimeoutError' ? 'timed out' : readErrorCode(cause) || 'no answer';
    return createAnswer(query, 1, 'The receiver gave no answer', reason);
  }
}

function describeAnswer(status: number, body: Uint8Array): string {
  if (status !== 200) return `HTTP ${status}`;
  try {
    const { ErrorCode } = Object(JSON.parse(Buffer.from(body).toString()));
    if (typeof ErrorCode === 'number') return `ErrorCode ${ErrorCode}`;
  } catch {
    // What is not JSON has none.
  }
  return 'no ErrorCode';
}

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(body);
}

function toJson({ at, query, body }: Incoming, read: ReadWebhook, times: number, answer: Answer): object {
  const found =
    'event' in read
      ? { event: read.event }
      : { problem: read.problem, query, body: decodeBody(Buffer.from(body)) };
  return { at: new Date(at).toISOString(), times, status: answer.status, answer: answer.shown, ...found };
}

async function listenOn(
  server: ReturnType<typeof createServer>,
  { host, port }: ListenFlags,
): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const code = readErrorCode(error);
    const remedy =
      code === 'EADDRINUSE'
        ? 'the port is in use: choose another one; 0 takes a free one'
        : `it cannot be listened on (${code}): choose an address of this machine and a port above 1023`;
    throw new CommandError(`${host}:${port}: ${remedy}`);
  }
  const address = server.address();
  const open = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${open}`;
}

const mostEvents = 100_000;

/** How often each of the latest events has come. */
class Repetitions {
  readonly #counts = new Map<string, number>();
  /** Events that were not a repetition. */
  distinct = 0;

  /** @returns how often the event has come by now */
  count(fingerprint: string): number {
    const times = (this.#counts.get(fingerprint) ?? 0) + 1;
    if (times === 1) this.distinct += 1;
    // Set anew, the oldest stands first.
    this.#counts.delete(fingerprint);
    this.#counts.set(fingerprint, times);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > mostEvents && oldest !== undefined) this.#counts.delete(oldest);
    return times;
  }
}
