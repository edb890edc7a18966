import { isObject } from '@trtc-call/reporting/values';
import type { MemberNames } from '../../contract/generations.ts';
import type { Exchange } from '../../traffic/exchange.ts';
import { everyOperation, type Operation } from './document.ts';
import {
  listMakers,
  listParameters,
  type MadeMistake,
  type RequestDraft,
  rightRequest,
  writeBody,
  writeUrl,
} from './requests.ts';
import { bodyCodes, codesFor, listMistakes, Random, refusalBody, successBody } from './values.ts';

interface ConformingOptions {
  readonly seed: number;
  readonly count: number;
  readonly operations?: readonly Operation[];
}

/** 2026-01-02T03:04:05Z */
const begin = Date.UTC(2026, 0, 2, 3, 4, 5);
/** Exchanges of a vendor that does what the contract says, in all the ways in which it may. */
export function* conformingExchanges({
  seed,
  count,
  operations = everyOperation,
}: ConformingOptions): Generator<Exchange> {
  const random = new Random(seed);
  const configurations = new Configurations();
  let at = begin;
  for (let made = 0; made < count; ) {
    at += 200 + random.below(1500);
    const operation = random.pick(operations);
    const isBurst = random.chance(0.0005);
    const exchanges = isBurst ? burst(operation, at, random) : [oneExchange(operation, at, random)];
    if (isBurst) at += 10_000;
    for (const exchange of exchanges.slice(0, count - made)) {
      made += 1;
      yield configurations.keep(exchange);
    }
  }
}

export function successfulExchange(operation: Operation, at: number, random: Random): Exchange {
  return written(rightRequest(operation, random), successBody(operation, random), at, random);
}

/** A request with visible mistakes, and which they are. */
export function mistakenRequest(
  ids: readonly string[],
  operation: Operation,
  random: Random,
): { draft: RequestDraft; made: readonly MadeMistake[] } {
  const draft = rightRequest(operation, random);
  const makers = listMakers(operation);
  return { draft, made: ids.flatMap((id) => makers.get(id)?.(draft, random) ?? []) };
}

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

function oneExchange(operation: Operation, at: number, random: Random): Exchange {
  const kind = random.fraction();
  if (kind < 0.6) return successfulExchange(operation, at, random);
  if (kind < 0.72) return refusedForWhatIsUnseen(operation, at, random);
  if (kind < 0.74) return refusedForItsPath(operation, at, random);
  if (kind < 0.76) return acceptedMistake(operation, at, random);
  const visible = [...listMakers(operation).keys()];
  const ids = kind < 0.96 ? [random.pick(visible)] : pickPair(visible, operation, random);
  const { draft, made } = mistakenRequest(ids, operation, random);
  const code = random.pick(
    codesFor(
      made.map(({ id }) => id),
      operation,
    ),
  );
  return written(draft, refusalBody(code, operation, random), at, random);
}

/** Two mistakes in different parts of a request, so that neither hides the other. */
function pickPair(visible: readonly string[], operation: Operation, random: Random): string[] {
  const ofBody = listMistakes(operation).flatMap(({ id, place }) => (place === 'body' ? [id] : []));
  const inBody = visible.filter((id) => ofBody.includes(id));
  return [random.pick(visible.filter((id) => !inBody.includes(id))), random.pick(inBody)];
}

/** What lies in the sign, the account or the state of the service can happen to any right request. */
function refusedForWhatIsUnseen(operation: Operation, at: number, random: Random): Exchange {
  const ids = listMistakes(operation).flatMap(({ id, hidden, place }) =>
    hidden && place !== 'rate' ? [id] : [],
  );
  // Too many requests are known to have been too many only in a burst, and a code for mistakes in the body is news
  // where the body has none.
  const excepted = [...codesFor(['rate-exceeded'], operation), ...bodyCodes(operation)];
  const codes = codesFor([random.pick(ids)], operation).filter((code) => !excepted.includes(code));
  const answer = refusalBody(random.pick(codes), operation, random);
  return written(rightRequest(operation, random), answer, at, random);
}

function refusedForItsPath(operation: Operation, at: number, random: Random): Exchange {
  const draft = rightRequest(operation, random);
  draft.path = `${draft.path}_${random.below(100)}`;
  const code = random.pick(codesFor(['path-unknown'], operation));
  return written(draft, refusalBody(code, operation, random), at, random);
}

/** What MAY be refused may be carried out as well. */
function acceptedMistake(operation: Operation, at: number, random: Random): Exchange {
  const makers = listMakers(operation);
  const free = listMistakes(operation).flatMap(({ id, level }) =>
    level === 'MAY' && makers.has(id) ? [id] : [],
  );
  const { draft } = mistakenRequest([random.pick(free)], operation, random);
  return written(draft, successBody(operation, random), at, random);
}

/** More requests at once than the rate allows, of an app that was at rest: the first ones are served. */
function burst(operation: Operation, at: number, random: Random): Exchange[] {
  const { requests } = operation.rateLimit;
  const [rateCode = 0] = codesFor(['rate-exceeded'], operation);
  const [parameter] = listParameters(operation);
  const app = String(1_500_000_000 + random.below(2 ** 29));
  return Array.from({ length: requests + 1 + random.below(requests) }, (_, index) => {
    const draft = rightRequest(operation, random);
    draft.query = draft.query.map(([name, value]) => [name, name === parameter ? app : value]);
    const answer =
      index < requests ? successBody(operation, random) : refusalBody(rateCode, operation, random);
    return { ...written(draft, answer, at + index, random), sensor: 'probes' };
  });
}

/** The answer as one to this request: of its app, its call or its filter, with times that can be. */
function relate({ operation, query, fields }: RequestDraft, answer: unknown): unknown {
  const { statements, names } = operation.spec;
  const { code, data: name } = statements.envelope;
  const path = names.records[operation.operationId];
  if (!path || !isObject(answer) || Number(answer[code]) !== 0) return answer;
  const data = answer[name];
  if (!isObject(data)) return answer;
  const app = Number(query.find(([one]) => one === 'sdkappid')?.[1]);
  const asked = { fields, names, app: names.app === undefined ? {} : { [names.app]: app } };
  const [member] = path;
  if (member === undefined) return { ...answer, [name]: relateRecord(data, asked) };
  const related = path.includes('*')
    ? relateList(data, member, asked)
    : { ...data, [member]: relateRecord(data[member], asked) };
  return { ...answer, [name]: related };
}

interface Asked extends Pick<RequestDraft, 'fields'> {
  readonly names: MemberNames;
  /** The app, where records name it. */
  readonly app: Readonly<Record<string, number>>;
}

function relateRecord(record: unknown, { fields, names, app }: Asked): unknown {
  return isObject(record) ? only(record, { ...app, [names.call]: fields[names.call] }, names.times) : record;
}

function relateList(data: Readonly<Record<string, unknown>>, member: string, asked: Asked): object {
  const list = data[member];
  if (!Array.isArray(list)) return data;
  const { fields, names, app } = asked;
  const from = fields[names.from];
  const to = fields[names.to] ?? from;
  const size = fields[names.pageSize];
  const isPossible = typeof from === 'number' && typeof to === 'number' && from <= to && from < 1e11;
  const starts = isPossible ? [from, Math.min(to, 1e11)] : [];
  const filter = Object.fromEntries(names.filter.map((name) => [name, fields[name]]));
  const records = list
    .slice(0, typeof size === 'number' ? Math.max(0, size) : list.length)
    .map((record: unknown, at) =>
      only(record, { ...app, ...filter, [names.times[0]]: starts[at % 2] }, names.times),
    );
  return { ...only(data, { [names.page]: fields[names.page] }, []), [member]: records };
}

/** What each app has configured: what was set is what is read afterwards. */
export class Configurations {
  readonly #byApp = new Map<string, unknown>();

  /** The same exchange, with what was set before where it is read. */
  keep(exchange: Exchange): Exchange {
    const url = new URL(exchange.url);
    const operation = everyOperation.find(({ path }) => path === url.pathname);
    const answer: unknown = JSON.parse(exchange.answerBody ?? 'null');
    if (!operation?.operationId.endsWith('Callback') || !isObject(answer)) return exchange;
    const { operationId, spec } = operation;
    const { code, data } = spec.statements.envelope;
    if (Number(answer[code]) !== 0) return exchange;
    const app = `${spec.generation} ${url.searchParams.get('sdkappid')}`;
    if (operationId === 'getCallback') {
      const known = this.#byApp.get(app);
      if (known === undefined) return exchange;
      return { ...exchange, answerBody: JSON.stringify({ ...answer, [data]: known }) };
    }
    const { address, commands } = spec.names;
    const body = readJson(exchange.requestBody);
    const isKnown = operationId !== 'deleteCallback' && isObject(body);
    if (isKnown && typeof body[address] === 'string' && Array.isArray(body[commands])) {
      this.#byApp.set(app, { [address]: body[address], [commands]: body[commands] });
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
function only(
  value: unknown,
  wanted: Readonly<Record<string, unknown>>,
  times: readonly string[],
): Record<string, unknown> {
  const record = isObject(value) ? value : {};
  const kept = Object.entries(record).map(([name, before]) => {
    const after = wanted[name] ?? before;
    const isTooLate = times.includes(name) && typeof after === 'number' && after > 1e11;
    return [name, isTooLate ? after % 2e9 : after];
  });
  return inOrder(Object.fromEntries(kept), times);
}

/** A call begins before it is answered, and is answered before it ends; without an answer there may be zeros. */
function inOrder(record: Record<string, unknown>, times: readonly string[]): Record<string, unknown> {
  let latest = 0;
  for (const name of times) {
    const time = record[name];
    if (typeof time !== 'number' || time === 0) continue;
    latest = Math.max(latest, time);
    record[name] = latest;
  }
  return record;
}
