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
import { decodeBody } from './decode-body.ts';
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
