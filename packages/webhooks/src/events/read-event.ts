import * as crypto from 'node:crypto';
import { isObject } from '@trtc-call/reporting/values';
import type {
  ChosenContract,
  Contracts,
  EventHead,
  RawWebhook,
  Received,
  UnknownEvent,
  WebhookQuery,
} from '../contract.ts';
import { readWritten } from './read-json.ts';

/** Why a query is not that of a webhook. */
export interface QueryProblem {
  readonly problem: 'wrong-query' | 'wrong-content-type';
  /** Whether it names the command of any generation: without one it is not that of a webhook. */
  readonly hasCommand: boolean;
  /** In one line, without what was sent. */
  readonly detail: string;
}

/** Reads the query of a webhook, by the generation that it belongs to. */
export function readQueryWith({
  contract,
  parameters,
  hasCommand,
}: ChosenContract): WebhookQuery | QueryProblem {
  const { generation, query: names } = contract;
  // Names of a sender's choosing: without a prototype none of them means anything.
  const raw: Record<string, string> = Object.create(null);
  const repeated = new Set<string>();
  for (const [name, value] of parameters) {
    if (raw[name] === undefined) raw[name] = value;
    else repeated.add(name);
  }
  const problem = (detail: string): QueryProblem => ({ problem: 'wrong-query', hasCommand, detail });
  for (const name of [names.app, names.command]) {
    if (repeated.has(name)) return problem(`${name} is there more than once`);
    if (!raw[name]) return problem(`${name} is missing`);
  }
  const { [names.app]: app = '', [names.command]: command = '', [names.contentType]: contentType } = raw;
  const sdkappid = Number(app);
  if (!/^[1-9]\d*$/.test(app) || !Number.isSafeInteger(sdkappid)) {
    return problem(`${names.app} is not a whole number`);
  }
  if (repeated.has(names.contentType) || (contentType !== undefined && contentType !== 'json')) {
    return { problem: 'wrong-content-type', hasCommand, detail: `${names.contentType} is not json` };
  }
  const { [names.clientIp]: clientip, [names.platform]: optplatform } = raw;
  return { generation, sdkappid, command, clientip, optplatform, raw };
}

/** A body that cannot be that of any webhook. */
export interface Misread {
  readonly misread: 'not-json' | 'unknown-shape';
  /** In one line, without what was sent. */
  readonly detail: string;
}

/** Reads the body of a webhook, by the generation of its query. */
export function parseWith<Event extends Received>(
  contracts: Contracts<Event>,
  query: WebhookQuery,
  sent: string | Uint8Array,
  isParsed = false,
): Event | UnknownEvent | Misread {
  const whole = typeof sent === 'string' ? sent : decodeBody(Buffer.from(sent));
  // A byte order mark says nothing, and a reader may ignore it (RFC 8259, 8.1).
  const text = whole.startsWith('\ufeff') ? whole.slice(1) : whole;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    return { misread: 'not-json', detail: 'the body is not JSON' };
  }
  if (!isObject(body)) return { misread: 'unknown-shape', detail: 'the body is not a JSON object' };
  const written = readWritten(text, isParsed);
  if (!written) return { misread: 'unknown-shape', detail: 'the body is nested too deeply' };
  const raw: RawWebhook = { query: query.raw, body, text };
  const { generation, sdkappid, command, clientip, optplatform } = query;
  const head: EventHead = {
    generation,
    sdkappid,
    ...(clientip === undefined ? undefined : { clientip }),
    ...(optplatform === undefined ? undefined : { optplatform }),
    raw,
  };
  return contracts.find(query).readEvent(head, command, written);
}

/** A byte that is not part of any character stands in the text as this and the byte: U+DC80 to U+DCFF. */
const escapeBase = 0xdc00;

/**
 * Decodes UTF-8 so that no two bodies become the same text: a byte that is not UTF-8 becomes a surrogate of its own, not the
 * replacement character that stands for all of them. A webhook with this text as its body is sent as the same bytes.
 */
export function decodeBody(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  // Only what has a replacement character may have lost something, and it may have been sent.
  if (!text.includes('\ufffd') || Buffer.from(text, 'utf8').equals(bytes)) return text;
  let decoded = '';
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = readSequence(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    decoded += bytes.toString('utf8', start, at) + String.fromCharCode(escapeBase + (bytes[at] ?? 0));
    at += 1;
    start = at;
  }
  return decoded + bytes.toString('utf8', start);
}

/** The bytes that `decodeBody` has read the text from. */
export function encodeBody(text: string): Uint8Array<ArrayBuffer> {
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  const parts = text.split(/(\p{Surrogate})/u).map((part, index) => {
    const byte = part.charCodeAt(0) - escapeBase;
    return index % 2 === 1 && byte >= 0x80 && byte <= 0xff ? Buffer.from([byte]) : Buffer.from(part, 'utf8');
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** Lead bytes after which not every second byte counts: no longer form than needed, no surrogate, nothing beyond U+10FFFF. */
const secondBytes: Readonly<Record<number, readonly [low: number, high: number]>> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
};
const anySecond = [0x80, 0xbf] as const;

/** The length of the character that begins there; 0 where none does. */
function readSequence(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const [low, high] = secondBytes[lead] ?? anySecond;
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let more = at + 2; more < at + length; more += 1) {
    if (((bytes[more] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/** SHA-256 as text. The one-shot function takes half the time; runtimes that imitate Node do not all have it. */
const digest: (data: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'base64url')
    : (data) => crypto.createHash('sha256').update(data).digest('base64url');

/**
 * SHA-256 of a text. UTF-8 writes every surrogate that stands alone as the same character, so a text that has one is
 * digested by its code units: no two texts have the same bytes.
 */
export function digestText(text: string): string {
  return digest(text.isWellFormed() ? text : Buffer.from(text, 'utf16le'));
}
