import { expect, given } from '../check/expect.ts';
import { defineArea, type Requirement } from '../define.ts';
import { expectThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import { listOperations, requestList } from './records-in-window.ts';

/** Operations that change nothing, and so may be called on any target. */
const readOperations = ['getRecordsByFilter', 'getCallback'];

/** How requests arrive and answers leave. */
export function transport(generation: Generation): readonly Requirement[] {
  const { operations: all, limits } = generation.contract;
  const operations = listOperations(generation);
  const unknownPath = all.getRecordsByFilter?.path.replace(/[^/]*$/, 'no_such_command') ?? '';
  const common = { source: [generation.introduction], operations: ['getRecordsByFilter'] };
  return defineArea(common, generation, {
    'TRN-001': {
      level: 'MUST',
      sentence: 'A request that is carried out is answered with HTTP status 200.',
      async check(context) {
        const answer = await requestList(context);
        expect(answer).toSucceed();
        expect(answer).toHaveStatus(200);
      },
    },
    'TRN-002': {
      level: 'MUST',
      sentence: 'A refused request is answered with HTTP status 200 too.',
      operations: readOperations,
      async check(context) {
        for (const operation of readOperations) {
          const answer = await context.send(operation, {}, { query: { usersig: 'no-user-sig' } });
          given('SIG-003', answer).toBeRefused();
          expect(answer).toHaveStatus(200);
        }
      },
    },
    'TRN-003': {
      level: 'MUST',
      sentence: 'The body of every answer is a JSON object.',
      async check(context) {
        for (const query of [{}, { usersig: 'no-user-sig' }]) {
          const { members, text } = await requestList(context, { query });
          const expected = 'a JSON object as the body of the answer';
          expectThat(Object.keys(members).length > 0, expected, text.slice(0, 100));
        }
      },
    },
    'TRN-004': {
      level: 'SHOULD',
      sentence: 'An answer says in its Content-Type that it is JSON.',
      async check(context) {
        const { contentType } = await requestList(context);
        expectThat(contentType === 'application/json', 'Content-Type application/json', `"${contentType}"`);
      },
    },
    'TRN-005': {
      mistakes: ['method-not-post'],
      sentence: 'A request by another method than POST is refused.',
      // Right in all but the method: reading the callback would be refused where none is configured.
      ask: (context) => ['GET', 'PUT', 'PATCH'].map((method) => requestList(context, { method })),
    },
    'TRN-006': {
      mistakes: ['path-unknown'],
      sentence: 'A path that names no operation is refused.',
      operations,
      ask: (context) => context.send('getCallback', {}, { path: unknownPath }),
    },
    'TRN-007': {
      sentence: 'A HEAD request to the root of the host is answered with HTTP status 200.',
      operations,
      async check(context) {
        const { status } = await context.send('getCallback', {}, { method: 'HEAD', path: '/' });
        expectThat(status === 200, 'HTTP 200', `HTTP ${status}`);
      },
    },
    'TRN-008': {
      level: 'SHOULD',
      sentence: `An answer arrives within ${limits.backendTimeout.value} seconds, after which the backend times out.`,
      async check(context) {
        const answer = await requestList(context);
        given('TRN-001', answer).toSucceed();
        const most = limits.backendTimeout.value * 1000;
        expectThat(answer.took < most, `an answer within ${most} ms`, `${Math.round(answer.took)} ms`);
      },
    },
    'TRN-009': {
      level: 'MUST',
      sentence: 'The API is served over HTTPS only.',
      operations,
      excluded:
        'asking over plain HTTP would send a UserSig in the clear, and a mock on the loopback address has no certificate',
    },
    'TRN-010': {
      sentence: 'Connections are kept alive for the next request.',
      operations,
      excluded: 'advice to the caller: which connection a request takes is not visible above fetch',
    },
  });
}
