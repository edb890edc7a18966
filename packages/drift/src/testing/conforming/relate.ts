import type { Exchange } from '../../exchanges/exchange.ts';
import { isRecord } from './document.ts';
import type { RequestDraft } from './request-draft.ts';

/** The answer as one to this request: of its app, its call or its filter, with times that can be. */
export function relate(draft: RequestDraft, answer: unknown): unknown {
  if (!isRecord(answer) || Number(answer.errorCode) !== 0 || !isRecord(answer.data)) return answer;
  const { data } = answer;
  const app = Number(draft.query.find(([name]) => name === 'sdkappid')?.[1]);
  const { callId, callResult, callType, page, numberPerPage } = draft.fields;
  if (draft.operationId === 'getRecordByCallId') {
    return { ...answer, data: only(data, { sdkAppId: app, callId }) };
  }
  const { callRecordList: list } = data;
  if (draft.operationId !== 'getRecordsByFilter' || !Array.isArray(list)) return answer;
  const { startTimestamp: from, endTimestamp: to = from } = draft.fields;
  const isPossible = typeof from === 'number' && typeof to === 'number' && from <= to && from < 1e11;
  const callRecordList = list
    .slice(0, typeof numberPerPage === 'number' ? Math.max(0, numberPerPage) : list.length)
    .map((record: unknown, at) =>
      only(record, {
        sdkAppId: app,
        callResult,
        callType,
        startCallTs: isPossible ? (at % 2 ? Math.min(to, 1e11) : from) : undefined,
      }),
    );
  return { ...answer, data: { ...only(data, { page }), callRecordList } };
}

/** What each app has configured: what was set is what is read afterwards. */
export class Configurations {
  readonly #byApp = new Map<string, unknown>();

  /** The same exchange, with what was set before where it is read. */
  keep(exchange: Exchange): Exchange {
    const url = new URL(exchange.url);
    const app = url.searchParams.get('sdkappid') ?? '';
    const answer: unknown = JSON.parse(exchange.answerBody ?? 'null');
    if (!url.pathname.includes('/callback/') || !isRecord(answer) || Number(answer.errorCode) !== 0) {
      return exchange;
    }
    if (url.pathname.endsWith('/get')) {
      const data = this.#byApp.get(app);
      return data === undefined ? exchange : { ...exchange, answerBody: JSON.stringify({ ...answer, data }) };
    }
    const body = readJson(exchange.requestBody);
    const isKnown = !url.pathname.endsWith('/delete') && isRecord(body);
    if (isKnown && typeof body.address === 'string' && Array.isArray(body.actions)) {
      this.#byApp.set(app, { address: body.address, actions: body.actions });
    } else this.#byApp.delete(app);
    return exchange;
  }
}

function readJson(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Puts values in the place of others; what is not there stays away. */
function only(value: unknown, wanted: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const record = isRecord(value) ? value : {};
  const kept = Object.entries(record).map(([name, before]) => {
    const after = wanted[name] ?? before;
    return [
      name,
      name.endsWith('Ts') && typeof after === 'number' ? (after <= 1e11 ? after : after % 2e9) : after,
    ];
  });
  return inOrder(Object.fromEntries(kept));
}

/** A call begins before it is answered, and is answered before it ends; where nobody answered, there may be noughts. */
function inOrder(record: Record<string, unknown>): Record<string, unknown> {
  let latest = 0;
  for (const name of ['startCallTs', 'acceptTs', 'endTs']) {
    const time = record[name];
    if (typeof time !== 'number' || time === 0) continue;
    latest = Math.max(latest, time);
    record[name] = latest;
  }
  return record;
}
