import { encodeBody } from '../events/decode-body.ts';
import { parseEvent } from '../events/read-event.ts';
import { readQuery } from '../events/read-query.ts';
import type { UnknownEvent, WebhookEvent } from '../events/webhook-event.ts';
import { checkHead, type HeadRules, type Refusal } from './check-head.ts';
import type { BodyRules, Incoming } from './incoming.ts';

/** What the text of a request is held against. */
export interface RequestRules extends HeadRules, BodyRules {
  readonly apps: ReadonlySet<number>;
}

/** A refusal with what had come in. */
export interface RefusedRequest extends Refusal {
  readonly refused: true;
  readonly body: Uint8Array | undefined;
}

/** An event with the text that it can be read from again. */
export interface ReadRequest {
  readonly refused: false;
  readonly event: WebhookEvent | UnknownEvent;
  readonly text: string;
}

/** Takes a request for an event, or says why it is none. It never throws for what came in. */
export async function readRequest(
  incoming: Incoming,
  rules: RequestRules,
): Promise<ReadRequest | RefusedRequest> {
  const { path, search } = splitTarget(incoming.target);
  const wrongHead = checkHead(incoming, path, rules);
  if (wrongHead) return refused(wrongHead);
  const query = readQuery(search);
  if ('problem' in query) {
    const code = query.problem === 'wrong-content-type' ? 'wrong-content-type' : 'wrong-query';
    return refused({ code, detail: query.detail });
  }
  if (!rules.apps.has(query.sdkappid)) {
    return refused({ code: 'wrong-app', detail: 'sdkappid is not in `sdkAppId`' });
  }
  const body = await incoming.readBody(rules);
  if ('problem' in body) {
    return {
      refused: true,
      code: body.problem,
      detail: body.detail ?? details[body.problem],
      body: body.body,
    };
  }
  const text = 'text' in body ? body.text : writeParsed(body.parsed);
  if (text === undefined) return refused(notWritable);
  const event = parseEvent(query, text);
  if ('misread' in event) return refused({ code: event.misread, detail: event.detail }, text);
  return { refused: false, event, text };
}

/** What a parser in front has made, as JSON again; undefined for what JSON cannot say, such as a bigint. */
function writeParsed(parsed: unknown): string | undefined {
  try {
    return JSON.stringify(parsed) ?? '';
  } catch {
    return undefined;
  }
}

/** Path and query of a request line; a proxy's names the whole URL. */
export function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = origin.indexOf('?');
  return mark < 0
    ? { path: origin, search: '' }
    : { path: origin.slice(0, mark), search: origin.slice(mark + 1) };
}

function refused(refusal: Refusal, text?: string): RefusedRequest {
  return { refused: true, ...refusal, body: text === undefined ? undefined : encodeBody(text) };
}

const notWritable: Refusal = {
  code: 'unknown-shape',
  detail: 'the body that a parser in front has made cannot be written as JSON: pass its bytes as `body`',
};

const details = {
  'body-too-large': 'the body is over `limits.bodyBytes`',
  'body-too-slow': 'the body was not whole within `limits.bodyMilliseconds`',
  'body-cut-off': 'the sender went away in the middle of the body',
  'body-already-read': 'the body was read before the receiver got it',
} as const;
