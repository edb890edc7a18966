import { type Mutant, type Mutate, mutant } from '../mutant.ts';
import type { Mutations } from '../mutations.ts';

const page = '<!doctype html><title>Welcome</title>';

/** How requests arrive and answers leave, broken. */
export const transport = (m: Mutations): readonly Mutant[] => {
  /** Answers what POST is answered, and a method that has no body as if the right one had come. */
  const allowMethod =
    (method: string): Mutate =>
    async (request, forward) => {
      if (request.method !== method) return forward(request);
      return request.body === '' ? m.succeed() : forward({ ...request, method: 'POST' });
    };
  return [
    mutant(
      'returns-http-201-for-successes',
      'TRN-001',
      m.changeResponse(({ isSuccess }) => isSuccess, { status: 201 }),
    ),
    mutant(
      'refuses-right-requests',
      'TRN-001',
      m.refuseWhere(m.findCode('method-not-post'), (request) => m.isFor(request, 'getRecordsByFilter')),
    ),
    mutant(
      'returns-http-400-for-refusals',
      'TRN-002',
      m.changeResponse(({ isSuccess }) => !isSuccess, { status: 400 }),
    ),
    mutant(
      'answers-html',
      ['TRN-003', 'TRN-004'],
      m.changeResponse(() => true, { contentType: 'text/html', text: page }),
    ),
    mutant(
      'answers-refusals-in-words',
      'TRN-003',
      m.changeResponse(({ isSuccess }) => !isSuccess, { text: 'Refused.' }),
    ),
    mutant(
      'answers-a-list',
      'TRN-003',
      m.changeSuccesses((envelope) => [envelope]),
    ),
    mutant(
      'calls-json-plain-text',
      'TRN-004',
      m.changeResponse(() => true, { contentType: 'text/plain; charset=utf-8' }),
    ),
    mutant('accepts-get', 'TRN-005', allowMethod('GET')),
    mutant('accepts-put', 'TRN-005', allowMethod('PUT')),
    mutant(
      'accepts-any-path',
      'TRN-006',
      m.acceptWhere((request) => request.method === 'POST' && !m.isForAnOperation(request)),
    ),
    mutant('answers-after-the-backend-gave-up', 'TRN-008', async (request, forward, tools) => {
      tools.wait(m.generation.contract.limits.backendTimeout.value * 1000 + 100);
      return forward(request);
    }),
  ];
};
