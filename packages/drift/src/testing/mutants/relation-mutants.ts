import type { Exchange } from '../../traffic/exchange.ts';
import { written } from '../conforming/conforming-exchanges.ts';
import { listedWords, listForms, memberSites, type Operation } from '../conforming/document.ts';
import { rightRequest } from '../conforming/requests.ts';
import { Random, successBody } from '../conforming/values.ts';
import { baseExchanges, changeAt, isSuccess, listPlaces, type Place } from './base.ts';
import { type Expected, expectAt, type Mutant, type Pair } from './mutant.ts';

/** 2026-05-06T07:08:09Z */
const begin = Date.UTC(2026, 4, 6, 7, 8, 9);

type Change = readonly [
  detail: string,
  name: string,
  rule: Expected['rule'],
  make: (before: unknown) => unknown,
];

/** Below a MUST by the statements of the suite: LST-006 of both generations, and FLT-003 and FLT-004 of v4. */
const levels: Readonly<Record<string, string>> = {
  page: 'SHOULD',
  Page: 'SHOULD',
  CallResult: 'MAY',
  CallType: 'MAY',
};

/** Vendors whose answers have the right form and are not to what was asked. */
export function relationMutants(operation: Operation): Mutant[] {
  const { spec, operationId } = operation;
  const { names } = spec;
  if (operationId === 'getCallback') return forgetfulVendors(operation);
  const path = names.records[operationId];
  if (!path) return [];
  const data = `/${spec.statements.envelope.data}`;
  const at = [data, ...path].join('/');
  const places = new Map(listPlaces(operation).map((place) => [place.pointer, place]));
  const [, ...later] = names.times;
  const isPage = path.includes('*');
  const inRecord: Change[] = [
    ...(names.app === undefined
      ? []
      : [['another app', names.app, 'mismatch', (before) => Number(before) + 1] satisfies Change]),
    ...names.times.map((name): Change => ['milliseconds', name, 'time-in-milliseconds', milliseconds]),
    ...later.map((name): Change => ['before it began', name, 'times-out-of-order', () => 1]),
    ...(isPage
      ? names.filter.map(
          (name): Change => ['another word', name, 'mismatch', otherWord(places.get(`${at}/${name}`))],
        )
      : [['another call', names.call, 'mismatch', (before) => `${String(before)}-other`] satisfies Change]),
  ];
  const inPage: Change[] = isPage
    ? [['another page', names.page, 'mismatch', (before) => Number(before) + 1]]
    : [];
  return [
    ...inRecord.flatMap((change) => mutantAt(operation, places.get(`${at}/${change[1]}`), change)),
    ...inPage.flatMap((change) => mutantAt(operation, places.get(`${data}/${change[1]}`), change)),
  ];
}

function otherWord(place: Place | undefined): Change[3] {
  const [one, other] = (place && listedWords(place.forms)) ?? [];
  return (before) => (before === one ? other : one);
}

/** What was set is not what is read right after it. */
function forgetfulVendors(get: Operation): Mutant[] {
  const { spec } = get;
  const set = spec.operations.find(({ operationId }) => operationId === 'setCallback');
  if (!set) return [];
  const { address, commands } = spec.names;
  const list = memberSites(spec.at(set.request)).get(commands) ?? '';
  const words = listedWords(listForms(spec.at(`${spec.at(list).pointer}/items`))) ?? [];
  const fields = { [address]: 'https://example.com/callback', [commands]: words.slice(0, 2) };
  const changes = { [address]: 'https://example.net/other', [commands]: words.slice(2, 3) };
  return Object.entries(changes).map(([member, value]): Mutant => {
    const random = new Random(member.length);
    const { data } = spec.statements.envelope;
    const pairs = Array.from({ length: 12 }, (_, index): Pair[] => {
      const at = begin + index * 10_000;
      const draft = { ...rightRequest(set, random), fields };
      const reading = { ...rightRequest(get, random), query: draft.query };
      const answer = { ...successBody(get, random), [data]: fields };
      const wrote = asProbe(written(draft, successBody(set, random), at, random), get);
      const read = asProbe(written(reading, answer, at + 5000, random), get);
      const other = JSON.stringify({ ...answer, [data]: { ...fields, [member]: value } });
      return [
        { twin: wrote, mutated: wrote },
        { twin: read, mutated: { ...read, answerBody: other } },
      ];
    });
    const place = `/${data}/${member}`;
    return {
      operation: get,
      operator: 'forgets what was set',
      place,
      detail: '',
      pairs: () => pairs.flat(),
      expected: [expectAt(get, 'configuration-not-kept', place, `${get.post}/responses/200`)],
    };
  });
}

/** A probe at one host, of which every request is on record, with the time that it took. */
function asProbe(exchange: Exchange, { spec }: Operation): Exchange {
  const [server = ''] = Object.values(spec.statements.servers);
  const url = exchange.url.replace(new URL(exchange.url).origin, server);
  return { ...exchange, url, sensor: 'probes', milliseconds: 20 };
}

function mutantAt(
  operation: Operation,
  place: Place | undefined,
  [detail, name, rule, make]: Change,
): Mutant[] {
  // Not every operation answers with all of a record.
  if (!place) return [];
  const pairs = () =>
    baseExchanges(operation).map((twin) => {
      if (!isSuccess(twin, operation)) return { twin, mutated: twin };
      const mutated = changeAt(twin, place.path, (holder, name) => {
        holder[name] = make(holder[name]);
      });
      return { twin, mutated };
    });
  const level = levels[name];
  const expected: Expected[] = [
    {
      ...expectAt(operation, rule, place.pointer, `${operation.post}/responses/200`),
      ...(rule === 'mismatch' && level !== undefined && { class: 'informational' }),
    },
  ];
  return [{ operation, operator: 'answers something else', place: place.pointer, detail, pairs, expected }];
}

/** A moment of this century, so that it is plain what the unit is. */
function milliseconds(): number {
  return 1_688_705_638_000;
}
