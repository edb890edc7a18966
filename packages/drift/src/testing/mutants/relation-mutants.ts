import { type OperationId, operations, servers } from '@trtc-call/spec/v1';
import type { Exchange } from '../../traffic/exchange.ts';
import { written } from '../conforming/conforming-exchanges.ts';
import { escaped } from '../conforming/document.ts';
import { rightRequest } from '../conforming/requests.ts';
import { Random, successBody } from '../conforming/values.ts';
import { baseExchanges, changeAt, isSuccess } from './base.ts';
import type { Expected, Mutant, Pair } from './mutant.ts';

/** 2026-05-06T07:08:09Z */
const begin = Date.UTC(2026, 4, 6, 7, 8, 9);

type Change = readonly [
  detail: string,
  name: string,
  rule: Expected['rule'],
  make: (before: unknown) => unknown,
];

const inRecord: readonly Change[] = [
  ['another app', 'sdkAppId', 'mismatch', (before) => Number(before) + 1],
  ['milliseconds', 'startCallTs', 'time-in-milliseconds', milliseconds],
  ['milliseconds', 'acceptTs', 'time-in-milliseconds', milliseconds],
  ['milliseconds', 'endTs', 'time-in-milliseconds', milliseconds],
  ['answered before it began', 'acceptTs', 'times-out-of-order', () => 1],
  ['ended before it began', 'endTs', 'times-out-of-order', () => 1],
];
const inSingle: readonly Change[] = [
  ...inRecord,
  ['another call', 'callId', 'mismatch', (before) => `${String(before)}-other`],
];
const inList: readonly Change[] = [
  ...inRecord,
  ['another result', 'callResult', 'mismatch', (before) => (before === 'cancel' ? 'reject' : 'cancel')],
  ['another type', 'callType', 'mismatch', (before) => (before === 'single' ? 'group' : 'single')],
];
const inPage: readonly Change[] = [['another page', 'page', 'mismatch', (before) => Number(before) + 1]];

/** Vendors whose answers have the right form and are not to what was asked. */
export function relationMutants(operationId: OperationId): Mutant[] {
  if (operationId === 'getRecordByCallId') return inSingle.map(mutantAt(operationId, ['data']));
  if (operationId === 'getCallback') return forgetfulVendors();
  if (operationId !== 'getRecordsByFilter') return [];
  return [
    ...inList.map(mutantAt(operationId, ['data', 'callRecordList', '*'])),
    ...inPage.map(mutantAt(operationId, ['data'])),
  ];
}

/** What was set is not what is read right after it. */
function forgetfulVendors(): Mutant[] {
  const changes: readonly (readonly [string, unknown])[] = [
    ['address', 'https://example.net/other'],
    ['actions', ['reject']],
  ];
  return changes.map(([member, value]): Mutant => {
    const random = new Random(member.length);
    const pairs = Array.from({ length: 12 }, (_, index): Pair[] => {
      const at = begin + index * 10_000;
      const set = rightRequest('setCallback', random);
      set.fields = { address: 'https://example.com/callback', actions: ['normal_end', 'cancel'] };
      const get = { ...rightRequest('getCallback', random), query: set.query };
      const answer = { ...Object(successBody('getCallback', random)), data: set.fields };
      const wrote = asProbe(written(set, successBody('setCallback', random), at, random));
      const read = asProbe(written(get, answer, at + 5000, random));
      const other = JSON.stringify({ ...answer, data: { ...set.fields, [member]: value } });
      return [
        { twin: wrote, mutated: wrote },
        { twin: read, mutated: { ...read, answerBody: other } },
      ];
    });
    return {
      operationId: 'getCallback',
      operator: 'forgets what was set',
      place: `/data/${member}`,
      detail: '',
      pairs: () => pairs.flat(),
      expected: [
        {
          rule: 'configuration-not-kept',
          subject: 'getCallback',
          pointer: `/data/${member}`,
          sites: [`#/paths/${escaped(operations.getCallback.path)}/post/responses/200`],
        },
      ],
    };
  });
}

/** A probe at one host, of which every request is on record, with the time that it took. */
function asProbe(exchange: Exchange): Exchange {
  const url = new URL(exchange.url);
  return {
    ...exchange,
    url: exchange.url.replace(url.origin, servers.intl),
    sensor: 'probes',
    milliseconds: 20,
  };
}

function mutantAt(operationId: OperationId, parent: readonly string[]) {
  return ([detail, member, rule, make]: Change): Mutant => {
    const path = [...parent, member];
    const pointer = `/${path.join('/')}`;
    return {
      operationId,
      operator: 'answers something else',
      place: pointer,
      detail,
      pairs: () =>
        baseExchanges(operationId).map((twin) => {
          if (!isSuccess(twin)) return { twin, mutated: twin };
          const mutated = changeAt(twin, path, (holder, name) => {
            holder[name] = make(holder[name]);
          });
          return { twin, mutated };
        }),
      expected: [
        {
          rule,
          subject: operationId,
          pointer,
          sites: [`#/paths/${escaped(operations[operationId].path)}/post/responses/200`],
        },
      ],
    };
  };
}

/** A moment of this century, so that it is plain what the unit is. */
function milliseconds(): number {
  return 1_688_705_638_000;
}
