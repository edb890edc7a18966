import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { harEntry } from '@trtc-call/client/har';
import { describeWriteFault } from '@trtc-call/reporting';
import { parseEvent, readQuery, type UnknownEvent, type WebhookEvent } from '@trtc-call/webhooks';
import { decodeBody } from '@trtc-call/webhooks/send';
import { CommandError, readErrorCode } from '../../command-error.ts';
import { logLine } from '../../io/print.ts';

export interface Incoming {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Without the question mark. */
  readonly query: string;
  readonly contentType: string | undefined;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The web page that sent it, as its headers tell; undefined where no page did. */
  readonly page: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  readonly shown: string;
}

/** Larger bodies are not shown, kept or passed on; a documented one has less than a kibibyte. */
const mostBytes = 1024 * 1024;

/** Reads a body; undefined when it is longer than is passed on. */
export async function readBody(chunks: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer> | undefined> {
  const read: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    read.push(chunk);
  }
  return Buffer.concat(read);
}

/** Reads a request whole; undefined when it is too large or breaks off. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming | undefined> {
  const at = Date.now();
  const body = await readBody(request).catch(() => undefined);
  if (!body) return undefined;
  const { method = '', headers } = request;
  const contentType = headers['content-type'];
  return { at, method, query: findQuery(request), contentType, body, page: findPage(request) };
}

export function findQuery({ url = '/' }: IncomingMessage): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

// A browser sends what any page asks for, also to a port of this machine, and names the page or how it stands to this
// address. What the user enters into the address bar has the site `none`.
function findPage({ headers }: IncomingMessage): string | undefined {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined) return `Origin: ${origin}`;
  return site === undefined || site === 'none' ? undefined : `Sec-Fetch-Site: ${String(site)}`;
}

/** An event, or why it is not one. */
export type ReadWebhook =
  | { readonly event: WebhookEvent | UnknownEvent }
  | {
      readonly problem: string;
      /** Whether it names no command: the console may verify an address so (V4-U-42). */
      readonly isOther?: boolean;
    };

/** What a request is, read as a receiver reads it. */
export function readWebhook(
  method: string,
  query: string,
  body: Parameters<typeof parseEvent>[1],
): ReadWebhook {
  const read = readQuery(query);
  const isOther = 'problem' in read && !read.hasCommand;
  if (method !== 'POST') return { problem: `method ${method}, webhooks come by POST`, isOther };
  if ('problem' in read) return { problem: read.detail, isOther };
  const event = parseEvent(read, body);
  if (!('misread' in event)) return { event };
  if (event.misread === 'unknown-shape') return { problem: event.detail };
  return { problem: body.length === 0 ? 'the body is empty' : 'the body is not JSON' };
}

/** Opens a file to which requests are appended, a HAR entry on each line. */
export async function openWebhookFile(path: string) {
  const file = await openToAppend(path);
  let last: Promise<unknown> = Promise.resolve();
  let isFailing = false;
  let hasFailed = false;
  return {
    /** Whether one could not be kept. */
    hasFailed: () => hasFailed,
    /** @returns whether it was kept; why not is reported once, until one is kept again */
    note(
      { at, method, query, contentType, body }: Incoming,
      answer: Answer,
      milliseconds: number,
    ): Promise<boolean> {
      const headers = { ...(contentType !== undefined && { 'content-type': contentType }) };
      const url = `http://receiver.invalid/?${query}`;
      const exchange = {
        startedAt: at,
        milliseconds,
        // Not by `toString()`: "replay" sends the same bytes, also where they are not UTF-8.
        request: { method, url, headers, body: decodeBody(Buffer.from(body)) },
        answer: {
          status: answer.status,
          headers: { 'content-type': answer.contentType },
          body: Buffer.from(answer.body).toString(),
        },
      };
      // As it came: a signature is sent again, too.
      const line = `${JSON.stringify(harEntry(exchange, { redact: (text) => text }))}\n`;
      const kept = last.then(async () => {
        try {
          await appendWhole(file, Buffer.from(line));
          isFailing = false;
          return true;
        } catch (error) {
          const why = `--out: ${path} cannot be written (${describeWriteFault(error)})`;
          if (!isFailing) logLine(`trtc-call: ${why}: nothing is kept until it can be`);
          isFailing = true;
          hasFailed = true;
          return false;
        }
      });
      last = kept;
      return kept;
    },
    async close(): Promise<void> {
      await last;
      await file.close();
    },
  };
}

/** A full disk takes a part: it is cut off again, so that the next line does not go on behind it. */
async function appendWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  const { size } = await file.stat();
  let written = 0;
  try {
    while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
  } catch (error) {
    const isAlone = (await file.stat()).size === size + written;
    if (written > 0 && isAlone) await file.truncate(size);
    throw error;
  }
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
