import type { Mutant, Mutate } from '../mutant.ts';
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
    {
      id: 'returns-http-201-for-successes',
      breaks: ['TRN-001'],
      description: 'A request that is carried out is answered with HTTP 201.',
      mutate: m.changeResponse(({ isSuccess }) => isSuccess, { status: 201 }),
    },
    {
      id: 'refuses-right-requests',
      breaks: ['TRN-001'],
      description: 'Every list is refused, by HTTP 200.',
      mutate: m.refuseWhere(m.findCode('method-not-post'), (request) =>
        m.isFor(request, 'getRecordsByFilter'),
      ),
    },
    {
      id: 'returns-http-400-for-refusals',
      breaks: ['TRN-002'],
      description: 'A refused request is answered with HTTP 400.',
      mutate: m.changeResponse(({ isSuccess }) => !isSuccess, { status: 400 }),
    },
    {
      id: 'answers-html',
      breaks: ['TRN-003', 'TRN-004'],
      description: 'Every answer is a page of HTML.',
      mutate: m.changeResponse(() => true, { contentType: 'text/html', text: page }),
    },
    {
      id: 'answers-refusals-in-words',
      breaks: ['TRN-003'],
      description: 'A refusal is a sentence, not JSON.',
      mutate: m.changeResponse(({ isSuccess }) => !isSuccess, { text: 'Refused.' }),
    },
    {
      id: 'answers-a-list',
      breaks: ['TRN-003'],
      description: 'A success is wrapped into a list.',
      mutate: m.changeSuccesses((envelope) => [envelope]),
    },
    {
      id: 'calls-json-plain-text',
      breaks: ['TRN-004'],
      description: 'The Content-Type of an answer is text/plain.',
      mutate: m.changeResponse(() => true, { contentType: 'text/plain; charset=utf-8' }),
    },
    {
      id: 'accepts-get',
      breaks: ['TRN-005'],
      description: 'GET does what POST does.',
      mutate: allowMethod('GET'),
    },
    {
      id: 'accepts-put',
      breaks: ['TRN-005'],
      description: 'PUT does what POST does.',
      mutate: allowMethod('PUT'),
    },
    {
      id: 'accepts-any-path',
      breaks: ['TRN-006'],
      description: 'A path that names no operation is answered with a success.',
      mutate: m.acceptWhere((request) => request.method === 'POST' && !m.isForAnOperation(request)),
    },
    {
      id: 'answers-after-the-backend-gave-up',
      breaks: ['TRN-008'],
      description: 'Every answer takes a tenth of a second more than the backend has.',
      mutate: async (request, forward, tools) => {
        tools.wait(m.generation.contract.limits.backendTimeout.value * 1000 + 100);
        return forward(request);
      },
    },
  ];
};
