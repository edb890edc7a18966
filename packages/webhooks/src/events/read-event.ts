import { findFamily, isEventCommand, isStatusCommand } from './commands.ts';
import { decodeBody } from './decode-body.ts';
import type { Received, UnknownEvent, WebhookEvent } from './event.ts';
import { type ExactObject, mayLose, readExactly } from './exact-json.ts';
import { deepest, fingerprintOf, isTooDeep } from './fingerprint.ts';
import { members, readBody } from './read-body.ts';
import type { WebhookQuery } from './read-query.ts';

/** A body that cannot be that of any webhook. */
export interface Misread {
  readonly misread: 'not-json' | 'unknown-shape';
  /** In one line, without what was sent. */
  readonly detail: string;
}

const notObject: Misread = { misread: 'unknown-shape', detail: 'the body is not a JSON object' };
const tooDeep: Misread = { misread: 'unknown-shape', detail: 'the body is nested too deeply' };

/**
 * Reads the body of a webhook, for the event that its query names. What the contract does not know comes out as an
 * UnknownEvent. Two bodies that differ in a digit, a code unit or a byte of a documented member have two fingerprints, also
 * where `JSON.parse` makes the same of both. It never throws.
 *
 * @param body the bytes of the body, or its text
 */
export function parseEvent(
  query: WebhookQuery,
  body: string | Uint8Array,
): WebhookEvent | UnknownEvent | Misread {
  const whole = typeof body === 'string' ? body : decodeBody(Buffer.from(body));
  // A byte order mark says nothing, and a reader may ignore it (RFC 8259, 8.1).
  const text = whole.startsWith('\ufeff') ? whole.slice(1) : whole;
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    return { misread: 'not-json', detail: 'the body is not JSON' };
  }
  if (!isObject(sent)) return notObject;
  if (isTooDeep(sent)) return tooDeep;
  if (!mayLose(text, sent)) return takeEvent(query, sent, text);
  const exact = readExactly(text, deepest);
  return exact ? takeEvent(query, sent, text, exact) : tooDeep;
}

/**
 * Takes a body that was parsed already for the event that its query names. What the contract does not know comes out as an
 * UnknownEvent; only a body that is not a JSON object, or one that is nested beyond reason, is none at all. It never throws.
 * Where there is a text, use `parseEvent`: a parser may have rounded what tells two events apart.
 */
export function readEvent(query: WebhookQuery, sent: unknown): WebhookEvent | UnknownEvent | Misread {
  if (!isObject(sent)) return notObject;
  return isTooDeep(sent) ? tooDeep : takeEvent(query, sent);
}

function takeEvent(
  { command, sdkappid, clientip, optplatform, raw }: WebhookQuery,
  body: Readonly<Record<string, unknown>>,
  text?: string,
  exact?: ExactObject,
): WebhookEvent | UnknownEvent {
  const family = findFamily(command);
  // What the body itself tells decides on its identity, so that another command cannot make it another event.
  const told = body.Event === undefined || body.Event === null ? 'status' : 'event';
  const asTold = readBody(body, members[told], exact);
  const received: Omit<Received, 'misfits'> = {
    sdkappid,
    ...(clientip === undefined ? undefined : { clientip }),
    ...(optplatform === undefined ? undefined : { optplatform }),
    fingerprint: fingerprintOf(sdkappid, body, asTold, exact, family && command),
    raw: text === undefined ? { query: raw, body } : { query: raw, body, text },
  };
  if (family === undefined) {
    return { ...received, misfits: [], family: 'unknown', command: '*', word: command };
  }
  const { members: read, misfits } = family === told ? asTold : readBody(body, members[family], exact);
  if (isStatusCommand(command)) return { ...received, ...read, misfits, family: 'status', command };
  if (isEventCommand(command)) return { ...received, ...read, misfits, family: 'event', command };
  throw new TypeError(`${command} is of no family`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
