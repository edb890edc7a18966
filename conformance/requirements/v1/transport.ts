import { limits } from '@trtc-call/spec/v1';
import { requireThat } from '../not-checked-error.ts';
import { codeOf, describeAnswer, membersOf } from './check/answer.ts';
import { expectRejected, expectSuccess, expectThat } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';
import { everyOperation, readBody, readOperations } from './read-operations.ts';

/** How requests arrive and answers leave. */
export const transport: readonly Requirement[] = [
  {
    id: 'V1-TRN-001',
    level: 'MUST',
    sentence: 'A request that is carried out is answered with HTTP status 200.',
    source: [60138],
    operations: ['getRecordsByFilter'],
    async check(context) {
      const answer = await context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'));
      expectSuccess(answer);
      expectThat(answer.status === 200, `expected HTTP 200, got HTTP ${answer.status}`);
    },
  },
  {
    id: 'V1-TRN-002',
    level: 'MUST',
    sentence: 'A refused request is answered with HTTP status 200 too.',
    source: [60138],
    operations: readOperations,
    async check(context) {
      for (const operation of readOperations) {
        const answer = await context.send(operation, {}, { query: { usersig: 'no-user-sig' } });
        requireThat(codeOf(answer) !== 0, 'V1-SIG-003', `expected a refusal, got ${describeAnswer(answer)}`);
        expectThat(answer.status === 200, `expected HTTP 200 for a refusal, got HTTP ${answer.status}`);
      }
    },
  },
  {
    id: 'V1-TRN-003',
    level: 'MUST',
    sentence: 'The body of every answer is a JSON object.',
    source: [60138],
    operations: ['getRecordsByFilter'],
    async check(context) {
      const body = readBody(context, 'getRecordsByFilter');
      for (const query of [{}, { usersig: 'no-user-sig' }]) {
        const answer = await context.send('getRecordsByFilter', body, { query });
        expectThat(
          Object.keys(membersOf(answer.json)).length > 0,
          `expected a JSON object as the body of the answer, got ${answer.text.slice(0, 100)}`,
        );
      }
    },
  },
  {
    id: 'V1-TRN-004',
    level: 'SHOULD',
    sentence: 'An answer says in its Content-Type that it is JSON.',
    source: [60138],
    operations: ['getRecordsByFilter'],
    async check(context) {
      const answer = await context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'));
      const isJson = answer.contentType === 'application/json';
      expectThat(isJson, `expected Content-Type application/json, got "${answer.contentType}"`);
    },
  },
  {
    id: 'V1-TRN-005',
    level: 'MUST',
    sentence: 'A request by another method than POST is refused.',
    source: [60138],
    operations: ['getRecordsByFilter'],
    decision: ['V1-U-30'],
    async check(context) {
      // Right in all but the method: reading the callback would be refused where none is configured.
      const body = readBody(context, 'getRecordsByFilter');
      for (const method of ['GET', 'PUT', 'PATCH']) {
        expectRejected(await context.send('getRecordsByFilter', body, { method }), 'method-not-post');
      }
    },
  },
  {
    id: 'V1-TRN-006',
    level: 'MAY',
    sentence: 'A path that names no operation is refused.',
    source: [60138],
    operations: everyOperation,
    decision: ['V1-04', 'V1-U-30'],
    async check(context) {
      expectRejected(
        await context.send('getCallback', {}, { path: '/v1/records/no_such_command' }),
        'path-unknown',
      );
    },
  },
  {
    id: 'V1-TRN-007',
    level: 'SHOULD',
    sentence: 'A HEAD request to the root of the host is answered with HTTP status 200.',
    source: [60138],
    operations: everyOperation,
    async check(context) {
      const { status } = await context.send('getCallback', {}, { method: 'HEAD', path: '/' });
      expectThat(status === 200, `expected HTTP 200, got HTTP ${status}`);
    },
  },
  {
    id: 'V1-TRN-008',
    level: 'SHOULD',
    sentence: 'An answer arrives within the 3 seconds after which the backend gives up.',
    source: [60138],
    operations: ['getRecordsByFilter'],
    async check(context) {
      const answer = await context.send('getRecordsByFilter', readBody(context, 'getRecordsByFilter'));
      requireThat(codeOf(answer) === 0, 'V1-TRN-001', `expected a success, got ${describeAnswer(answer)}`);
      const milliseconds = limits.backendTimeout.value * 1000;
      expectThat(
        answer.took < milliseconds,
        `expected an answer within ${milliseconds} ms, it took ${Math.round(answer.took)} ms`,
      );
    },
  },
  {
    id: 'V1-TRN-009',
    level: 'MUST',
    sentence: 'The API is served over HTTPS only.',
    source: [60138],
    operations: everyOperation,
    excluded:
      'asking over plain HTTP would send a UserSig in the clear, and a mock on the loopback address has no certificate',
  },
  {
    id: 'V1-TRN-010',
    level: 'SHOULD',
    sentence: 'Connections are kept alive for the next request.',
    source: [60138],
    operations: everyOperation,
    excluded: 'advice to the caller: which connection a request takes is not visible above fetch',
  },
];
