import { constants, createWriteStream, type WriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CommandError, readErrorCode } from '../../command-error.ts';
import { logLine } from '../../io/print.ts';
import type { Answer } from './forward.ts';
import type { Incoming } from './incoming.ts';

/** Where requests are kept, a HAR entry on each line. Neither path nor header is kept: a path may hold a secret. */
export interface WebhookFile {
  note(incoming: Incoming, answer: Answer, milliseconds: number): void;
  close(): Promise<void>;
}

/**
 * Opens a file to append to.
 *
 * @throws CommandError when it cannot be written
 */
export async function openWebhookFile(path: string): Promise<WebhookFile> {
  const stream = createWriteStream(path, { fd: await openToAppend(path) });
  // A full disk is reported once, and the listening goes on.
  stream.once('error', (error) => logLine(`trtc-call: --out: ${error.message}: no more is kept`));
  stream.on('error', () => {});
  return {
    note: (incoming, answer, milliseconds) =>
      void stream.write(`${createEntry(incoming, answer, milliseconds)}\n`),
    close: () => ended(stream),
  };
}

/** Through links, to a regular file only: opening a named pipe would block until it has a reader. */
async function openToAppend(path: string): Promise<FileHandle> {
  const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK, 0o600).catch((error: unknown) => {
    throw new CommandError(`--out: ${path} cannot be written (${readErrorCode(error)}): name another file`);
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new CommandError(`--out: ${path} is not a regular file: name another file`);
}

async function ended(stream: WriteStream): Promise<void> {
  if (stream.errored) return;
  await new Promise<void>((resolve) => stream.end(resolve));
}

function createEntry(
  incoming: Incoming,
  { status, contentType, body }: Answer,
  milliseconds: number,
): string {
  const text = Buffer.from(incoming.body).toString();
  const type = incoming.contentType ?? '';
  return JSON.stringify({
    startedDateTime: new Date(incoming.at).toISOString(),
    time: milliseconds,
    request: {
      method: incoming.method,
      url: `http://receiver.invalid/?${incoming.query}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: type === '' ? [] : [{ name: 'content-type', value: type }],
      queryString: [...new URLSearchParams(incoming.query)].map(([name, value]) => ({ name, value })),
      postData: { mimeType: type, text },
      headersSize: -1,
      bodySize: incoming.body.length,
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'content-type', value: contentType }],
      content: { size: -1, mimeType: contentType, text: Buffer.from(body).toString() },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
  });
}
