import { type OperationId, operations } from '@trtc-call/spec/v1';
import { escaped } from '../conforming/document.ts';
import { baseExchanges } from './base-exchanges.ts';
import { changeAt, isSuccess } from './change-body.ts';
import type { Expected, Mutant } from './mutant.ts';

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
  if (operationId !== 'getRecordsByFilter') return [];
  return [
    ...inList.map(mutantAt(operationId, ['data', 'callRecordList', '*'])),
    ...inPage.map(mutantAt(operationId, ['data'])),
  ];
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
