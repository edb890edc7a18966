import { type MistakeId, type OperationId, operations } from '@trtc-call/spec/v1';
import type { Exchange } from '../../traffic/exchange.ts';
import { isRecord } from './document.ts';
import {
  type MadeMistake,
  parameterNames,
  type RequestDraft,
  rightRequest,
  visibleMistakes,
  writeBody,
  writeUrl,
} from './requests.ts';
import { codesFor, listMistakes, Random, refusalBody, successBody } from './values.ts';

/** Which exchanges are wanted. */
export interface ConformingOptions {
  /** Another seed gives other exchanges; the same seed gives the same. */
  readonly seed: number;
  readonly count: number;
  /** Default all. */
  readonly operationIds?: readonly OperationId[];
}

/** 2026-01-02T03:04:05Z */
const begin = Date.UTC(2026, 0, 2, 3, 4, 5);
const everyOperation = Object.values(operations).map(({ operationId }) => operationId);
/** What lies in the sign, the account or the state of the service, so that it can happen to any right request. */
const unseen: readonly MistakeId[] = [
  'usersig-wrong-key',
  'usersig-other-app',
  'usersig-other-identifier',
  'usersig-expired',
  'usersig-not-yet-valid',
  'not-administrator',
  'package-missing',
  'callback-not-configured',
  'callback-absent',
  'record-not-found',
];
const rateCode = codesFor(['rate-exceeded'], 'getCallback')[0] ?? 0;

/** 70009 is a body that cannot be read (V1-U-31); every operation has it, and nothing else that it stands for. */
const bodyCode = 70009;

/** Exchanges of a vendor that does what the contract says, in all the ways in which it may. */
export function* conformingExchanges({
  seed,
  count,
  operationIds = everyOperation,
}: ConformingOptions): Generator<Exchange> {
  const random = new Random(seed);
  const configurations = new Configurations();
  let at = begin;
  for (let made = 0; made < count; ) {
    at += 200 + random.below(1500);
    const operationId = random.pick(operationIds);
    const isBurst = random.chance(0.0005);
    const exchanges = isBurst ? burst(operationId, at, random) : [oneExchange(operationId, at, random)];
    if (isBurst) at += 10_000;
    for (const exchange of exchanges.slice(0, count - made)) {
      made += 1;
      yield configurations.keep(exchange);
    }
  }
}

/** A right request that is carried out. */
export function successfulExchange(operationId: OperationId, at: number, random: Random): Exchange {
  return written(rightRequest(operationId, random), successBody(operationId, random), at, random);
}

/** A request with mistakes that everybody sees, and what was made. */
export function mistakenRequest(
  ids: readonly MistakeId[],
  operationId: OperationId,
  random: Random,
): { draft: RequestDraft; made: readonly MadeMistake[] } {
  const draft = rightRequest(operationId, random);
  return { draft, made: ids.flatMap((id) => visibleMistakes[id]?.(draft, random) ?? []) };
}

/** The mistakes that can be made in a request for this operation. */
export function listVisibleMistakes(operationId: OperationId): MistakeId[] {
  return listMistakes(operationId).flatMap(({ id }) => (visibleMistakes[id] ? [id] : []));
}

/** A request and its answer as they are recorded. */
export function written(draft: RequestDraft, answer: unknown, at: number, random: Random): Exchange {
  return {
    sensor: random.chance(0.8) ? 'probes' : 'production',
    startedAt: at,
    milliseconds: random.chance(0.95) ? 5 + random.below(2995) : undefined,
    method: draft.method,
    url: writeUrl(draft, random),
    requestContentType: draft.contentType,
    requestBody: draft.method === 'GET' ? undefined : writeBody(draft),
    status: 200,
    contentType: random.pick([
      'application/json',
      'application/json; charset=utf-8',
      'Application/Json;charset=UTF-8',
    ]),
    answerBody: JSON.stringify(relate(draft, answer), undefined, random.chance(0.05) ? 2 : 0),
  };
}

function oneExchange(operationId: OperationId, at: number, random: Random): Exchange {
  const kind = random.fraction();
  if (kind < 0.6) return successfulExchange(operationId, at, random);
  if (kind < 0.72) return refusedForWhatIsUnseen(operationId, at, random);
  if (kind < 0.74) return refusedForItsPath(operationId, at, random);
  if (kind < 0.76) return acceptedMistake(operationId, at, random);
  const visible = listVisibleMistakes(operationId);
  const ids = kind < 0.96 ? [random.pick(visible)] : pickPair(visible, random);
  const { draft, made } = mistakenRequest(ids, operationId, random);
  const code = random.pick(
    codesFor(
      made.map(({ id }) => id),
      operationId,
    ),
  );
  return written(draft, refusalBody(code, random), at, random);
}

/** Two mistakes in different parts of a request, so that neither hides the other. */
function pickPair(visible: readonly MistakeId[], random: Random): MistakeId[] {
  const inBody = visible.filter((id) => /^(body|field|address)-/.test(id));
  return [random.pick(visible.filter((id) => !inBody.includes(id))), random.pick(inBody)];
}

function refusedForWhatIsUnseen(operationId: OperationId, at: number, random: Random): Exchange {
  const ids = listMistakes(operationId).flatMap(({ id }) => (unseen.includes(id) ? [id] : []));
  // Too many requests are known to have been too many only in a burst.
  const codes = codesFor([random.pick(ids)], operationId).filter(
    // A code for mistakes in the body is news where the body has none.
    (code) => code !== rateCode && code !== bodyCode,
  );
  return written(rightRequest(operationId, random), refusalBody(random.pick(codes), random), at, random);
}

function refusedForItsPath(operationId: OperationId, at: number, random: Random): Exchange {
  const draft = rightRequest(operationId, random);
  draft.path = `${draft.path}_${random.below(100)}`;
  const code = random.pick(codesFor(['path-unknown'], operationId));
  return written(draft, refusalBody(code, random), at, random);
}

/** What MAY be refused may be carried out as well. */
function acceptedMistake(operationId: OperationId, at: number, random: Random): Exchange {
  const free = listMistakes(operationId).flatMap(({ id, level }) =>
    level === 'MAY' && visibleMistakes[id] ? [id] : [],
  );
  const { draft } = mistakenRequest([random.pick(free)], operationId, random);
  return written(draft, successBody(operationId, random), at, random);
}

/** More requests at once than the rate allows, of an app that was at rest: the first ones are served. */
function burst(operationId: OperationId, at: number, random: Random): Exchange[] {
  const { requests } = operations[operationId].rateLimit;
  const app = String(1_500_000_000 + random.below(2 ** 29));
  return Array.from({ length: requests + 1 + random.below(requests) }, (_, index) => {
    const draft = rightRequest(operationId, random);
    draft.query = draft.query.map(([name, value]) => [name, name === parameterNames[0] ? app : value]);
    const answer = index < requests ? successBody(operationId, random) : refusalBody(rateCode, random);
    return { ...written(draft, answer, at + index, random), sensor: 'probes' };
  });
}

/** The answer as one to this request: of its app, its call or its filter, with times that can be. */
function relate(draft: RequestDraft, answer: unknown): unknown {
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
