import { isTooDeep } from './canonical-json.ts';
import { fingerprintOf } from './fingerprint.ts';
import { members } from './members.ts';
import { type ReadBody, readBody } from './read-body.ts';
import type { WebhookQuery } from './read-query.ts';
import { familyOf, isEventCommand, isStatusCommand } from './webhook-commands.ts';
import type { Received, UnknownEvent, WebhookBody, WebhookEvent } from './webhook-event.ts';

/** A body that cannot be that of any webhook. */
export interface Misread {
  readonly misread: 'unknown-shape';
  /** In one line, without what was sent. */
  readonly detail: string;
}

/**
 * Takes the body of a webhook for the event that its query names. What the contract does not know comes out as an
 * UnknownEvent; only a body that is no JSON object, or one that is nested beyond reason, is none at all. It never throws.
 */
export function readEvent(query: WebhookQuery, sent: unknown): WebhookEvent | UnknownEvent | Misread {
  if (!isObject(sent)) return { misread: 'unknown-shape', detail: 'the body is no JSON object' };
  if (isTooDeep(sent)) return { misread: 'unknown-shape', detail: 'the body is nested too deeply' };
  const { command, sdkappid, clientip, optplatform, raw } = query;
  // What the body itself tells decides on its identity, so that another command cannot make it another event.
  const told = typeof sent.Event === 'string' ? 'event' : 'status';
  const asTold = readBody(sent, members[told]);
  const received: Received = {
    sdkappid,
    ...(clientip === undefined ? undefined : { clientip }),
    ...(optplatform === undefined ? undefined : { optplatform }),
    fingerprint: fingerprintOf(sdkappid, sent, asTold),
    raw: { query: raw, body: sent },
  };
  const family = familyOf(command);
  const unknown = { ...received, family: 'unknown', command: '*', word: command } as const;
  if (family === undefined) return { ...unknown, misfits: [] };
  const read = family === told ? asTold : readBody(sent, members[family]);
  if (isStatusCommand(command) && fitsStatus(read)) {
    return { ...received, ...read.members, family: 'status', command };
  }
  if (isEventCommand(command) && fitsEvent(read)) {
    return { ...received, ...read.members, family: 'event', command };
  }
  return { ...unknown, misfits: read.misfits };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Fitting<Body> {
  readonly members: Body;
}

function fitsStatus(read: ReadBody): read is ReadBody & Fitting<WebhookBody<'status'> & ReadBody['members']> {
  return read.misfits.length === 0;
}

function fitsEvent(read: ReadBody): read is ReadBody & Fitting<WebhookBody<'event'> & ReadBody['members']> {
  return read.misfits.length === 0;
}
