import { limits } from '@trtc-call/spec/v1';
import { changeResponse, changeSuccesses } from './change-answers.ts';
import { acceptWhere, refuseWhere } from './change-requests.ts';
import type { Mutant, Mutate } from './mutant.ts';
import { isFor, isForAnOperation } from './request.ts';
import { respond, succeed } from './respond.ts';

const page = '<!doctype html><title>Welcome</title>';

/** Answers what POST is answered, and a method that has no body as if the right one had come. */
function allowMethod(method: string): Mutate {
  return async (request, forward) => {
    if (request.method !== method) return forward(request);
    return request.body === '' ? succeed() : forward({ ...request, method: 'POST' });
  };
}

/** How requests arrive and answers leave, broken. */
export const transport: readonly Mutant[] = [
  {
    id: 'returns-http-201-for-successes',
    breaks: ['V1-TRN-001'],
    description: 'A request that is carried out is answered with HTTP 201.',
    mutate: changeResponse(({ isSuccess }) => isSuccess, { status: 201 }),
  },
  {
    id: 'refuses-right-requests',
    breaks: ['V1-TRN-001'],
    description: 'Every list is refused, by HTTP 200.',
    mutate: refuseWhere(70001, (request) => isFor(request, 'getRecordsByFilter')),
  },
  {
    id: 'returns-http-400-for-refusals',
    breaks: ['V1-TRN-002'],
    description: 'A refused request is answered with HTTP 400.',
    mutate: changeResponse(({ isSuccess }) => !isSuccess, { status: 400 }),
  },
  {
    id: 'answers-html',
    breaks: ['V1-TRN-003', 'V1-TRN-004'],
    description: 'Every answer is a page of HTML.',
    mutate: changeResponse(() => true, { contentType: 'text/html', text: page }),
  },
  {
    id: 'answers-refusals-in-words',
    breaks: ['V1-TRN-003'],
    description: 'A refusal is a sentence, not JSON.',
    mutate: changeResponse(({ isSuccess }) => !isSuccess, { text: 'Refused.' }),
  },
  {
    id: 'answers-a-list',
    breaks: ['V1-TRN-003'],
    description: 'A success is wrapped into a list.',
    mutate: changeSuccesses((envelope) => [envelope]),
  },
  {
    id: 'calls-json-plain-text',
    breaks: ['V1-TRN-004'],
    description: 'The Content-Type of an answer is text/plain.',
    mutate: changeResponse(() => true, { contentType: 'text/plain; charset=utf-8' }),
  },
  {
    id: 'accepts-get',
    breaks: ['V1-TRN-005'],
    description: 'GET does what POST does.',
    mutate: allowMethod('GET'),
  },
  {
    id: 'accepts-put',
    breaks: ['V1-TRN-005'],
    description: 'PUT does what POST does.',
    mutate: allowMethod('PUT'),
  },
  {
    id: 'accepts-any-path',
    breaks: ['V1-TRN-006'],
    description: 'A path that names no operation is answered with a success.',
    mutate: acceptWhere((request) => request.method === 'POST' && !isForAnOperation(request)),
  },
  {
    id: 'refuses-head',
    breaks: ['V1-TRN-007'],
    description: 'HEAD of the root is answered with HTTP 405.',
    mutate: async (request, forward) =>
      request.method === 'HEAD' ? respond('', { status: 405, contentType: 'text/plain' }) : forward(request),
  },
  {
    id: 'answers-after-the-backend-gave-up',
    breaks: ['V1-TRN-008'],
    description: 'Every answer takes a tenth of a second more than the backend has.',
    mutate: async (request, forward, tools) => {
      tools.wait(limits.backendTimeout.value * 1000 + 100);
      return forward(request);
    },
  },
];
