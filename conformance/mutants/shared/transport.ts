import type { Limited } from '../../requirements/shared/rate-limit.ts';
import { type MutantTable, type Mutate, type Mutations, respondJson, toKebab } from '../mutations.ts';

const page = '<!doctype html><title>Welcome</title>';

/** How requests arrive and answers leave, broken. */
export function transport(m: Mutations): MutantTable {
  /** Answers what POST is answered, and a method that has no body as if the right one had come. */
  const allowMethod =
    (method: string): Mutate =>
    async (request, forward) => {
      if (request.method !== method) return forward(request);
      return request.body === '' ? m.succeed() : forward({ ...request, method: 'POST' });
    };
  return {
    'TRN-001': {
      'returns-http-201-for-successes': m.changeResponse(({ isSuccess }) => isSuccess, { status: 201 }),
      'refuses-right-requests': m.refuseWhere(m.findCode('method-not-post'), (request) =>
        m.isFor(request, 'getRecordsByFilter'),
      ),
    },
    'TRN-002': {
      'returns-http-400-for-refusals': m.changeResponse(({ isSuccess }) => !isSuccess, { status: 400 }),
    },
    'TRN-003 TRN-004': {
      'answers-html': m.changeResponse(() => true, { contentType: 'text/html', text: page }),
    },
    'TRN-003': {
      'answers-refusals-in-words': m.changeResponse(({ isSuccess }) => !isSuccess, { text: 'Refused.' }),
      'answers-a-list': m.replaceAnswers(({ isSuccess, members }) =>
        isSuccess ? respondJson([members]) : undefined,
      ),
    },
    'TRN-004': {
      'calls-json-plain-text': m.changeResponse(() => true, { contentType: 'text/plain; charset=utf-8' }),
    },
    'TRN-005': { 'accepts-get': allowMethod('GET'), 'accepts-put': allowMethod('PUT') },
    'TRN-006': {
      'accepts-any-path': m.acceptWhere(
        (request) => request.method === 'POST' && !m.isForAnOperation(request),
      ),
    },
    'TRN-008': {
      'answers-after-the-backend-gave-up': async (request, forward, tools) => {
        tools.wait(m.generation.contract.limits.backendTimeout.value * 1000 + 100);
        return forward(request);
      },
    },
  };
}

/** How often an operation may be called, broken for one operation each. */
export function rateLimit(m: Mutations, limited: readonly Limited[]): readonly MutantTable[] {
  return limited.map(({ operation, body }, at) => {
    if (typeof body === 'string') return {};
    const name = toKebab(operation);
    return {
      [`RAT-00${at + 1}`]: {
        [`no-rate-limit-for-${name}`]: m.acceptCode(m.findCode('rate-exceeded'), [operation]),
        [`limit-too-low-for-${name}`]: m.onlyFor(operation, async (request, forward) => {
          await forward(request);
          return forward(request);
        }),
      },
    };
  });
}
