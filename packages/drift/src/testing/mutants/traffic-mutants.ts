import { type OperationId, operations } from '@trtc-call/spec/v1';
import { codesFor, refusalBody, successBody } from '../conforming/answers.ts';
import { written } from '../conforming/conforming-exchanges.ts';
import { escaped } from '../conforming/document.ts';
import { Random } from '../conforming/random.ts';
import { rightRequest } from '../conforming/request-draft.ts';
import type { Mutant, Pair } from './mutant.ts';

/** 2026-04-05T06:07:08Z */
const begin = Date.UTC(2026, 3, 5, 6, 7, 8);

/** Vendors that show their change in no single answer: a lower rate, and an operation that nobody described. */
export function trafficMutants(operationId: OperationId): Mutant[] {
  const { path, rateLimit } = operations[operationId];
  const { requests } = rateLimit;
  return [
    ...[1, Math.ceil(requests / 2), requests - 1].map((served) => lowerRate(operationId, served)),
    newOperation(operationId, `${path}_v2`),
  ];
}

function lowerRate(operationId: OperationId, served: number): Mutant {
  const { path, rateLimit } = operations[operationId];
  const random = new Random(served);
  const [code = 0] = codesFor(['rate-exceeded'], operationId);
  const pairs = Array.from({ length: rateLimit.requests }, (_, index): Pair => {
    const draft = rightRequest(operationId, random);
    draft.query = draft.query.map(([name, value]) => [name, name === 'sdkappid' ? '1400000099' : value]);
    const answer = successBody(operationId, random);
    const twin = { ...written(draft, answer, begin + index, random), sensor: 'probes' as const };
    const refused = { ...twin, answerBody: JSON.stringify(refusalBody(code, random)) };
    return { twin, mutated: index < served ? twin : refused };
  });
  return {
    operationId,
    operator: 'lower rate',
    place: '',
    detail: `${served} of ${rateLimit.requests}`,
    pairs: () => pairs,
    expected: [
      {
        rule: 'rate-limit-lower',
        subject: operationId,
        pointer: '',
        sites: [`#/paths/${escaped(path)}/post/x-rate-limit/requests`],
      },
    ],
  };
}

function newOperation(operationId: OperationId, path: string): Mutant {
  const random = new Random(path.length);
  const [code = 0] = codesFor(['path-unknown'], operationId);
  const draft = { ...rightRequest(operationId, random), path };
  const twin = written(draft, refusalBody(code, random), begin, random);
  const mutated = { ...twin, answerBody: JSON.stringify(successBody(operationId, random)) };
  return {
    operationId,
    operator: 'new operation',
    place: '',
    detail: path,
    pairs: () => [{ twin, mutated }],
    expected: [{ rule: 'undocumented-operation', subject: path, pointer: '', sites: ['#/paths'] }],
  };
}
