import { limits } from '@trtc-call/spec/v1';
import { expectThat } from '../expect.ts';
import { readMembers } from './check/answer.ts';
import { expect, given } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import { everyOperation, readOperations, requestList } from './read-operations.ts';

/** How requests arrive and answers leave. */
export const transport: readonly Requirement[] = defineArea(
  { source: [60138], operations: ['getRecordsByFilter'] },
  [
    {
      id: 'V1-TRN-001',
      sentence: 'MUST: A request that is carried out is answered with HTTP status 200.',
      async check(context) {
        const answer = await requestList(context);
        expect(answer).toSucceed();
        expect(answer).toHaveStatus(200);
      },
    },
    {
      id: 'V1-TRN-002',
      sentence: 'MUST: A refused request is answered with HTTP status 200 too.',
      operations: readOperations,
      async check(context) {
        for (const operation of readOperations) {
          const answer = await context.send(operation, {}, { query: { usersig: 'no-user-sig' } });
          given('V1-SIG-003', answer).toBeRefused();
          expect(answer).toHaveStatus(200);
        }
      },
    },
    {
      id: 'V1-TRN-003',
      sentence: 'MUST: The body of every answer is a JSON object.',
      async check(context) {
        for (const query of [{}, { usersig: 'no-user-sig' }]) {
          const answer = await requestList(context, { query });
          expectThat(
            Object.keys(readMembers(answer.json)).length > 0,
            'a JSON object as the body of the answer',
            `${answer.text.slice(0, 100)}`,
          );
        }
      },
    },
    {
      id: 'V1-TRN-004',
      sentence: 'SHOULD: An answer says in its Content-Type that it is JSON.',
      async check(context) {
        const answer = await requestList(context);
        const isJson = answer.contentType === 'application/json';
        expectThat(isJson, 'Content-Type application/json', `"${answer.contentType}"`);
      },
    },
    {
      id: 'V1-TRN-005',
      sentence: 'MUST: A request by another method than POST is refused.',
      decision: ['V1-U-30'],
      async check(context) {
        // Right in all but the method: reading the callback would be refused where none is configured.
        for (const method of ['GET', 'PUT', 'PATCH']) {
          expect(await requestList(context, { method })).toBeRefusedAs('method-not-post');
        }
      },
    },
    {
      id: 'V1-TRN-006',
      sentence: 'MAY: A path that names no operation is refused.',
      operations: everyOperation,
      decision: ['V1-04', 'V1-U-30'],
      async check(context) {
        expect(await context.send('getCallback', {}, { path: '/v1/records/no_such_command' })).toBeRefusedAs(
          'path-unknown',
        );
      },
    },
    {
      id: 'V1-TRN-007',
      sentence: 'SHOULD: A HEAD request to the root of the host is answered with HTTP status 200.',
      operations: everyOperation,
      async check(context) {
        const { status } = await context.send('getCallback', {}, { method: 'HEAD', path: '/' });
        expectThat(status === 200, 'HTTP 200', `HTTP ${status}`);
      },
    },
    {
      id: 'V1-TRN-008',
      sentence: `SHOULD: An answer arrives within ${limits.backendTimeout.value} seconds, after which the backend times out.`,
      async check(context) {
        const answer = await requestList(context);
        given('V1-TRN-001', answer).toSucceed();
        const milliseconds = limits.backendTimeout.value * 1000;
        expectThat(
          answer.took < milliseconds,
          `an answer within ${milliseconds} ms`,
          `${Math.round(answer.took)} ms`,
        );
      },
    },
    {
      id: 'V1-TRN-009',
      sentence: 'MUST: The API is served over HTTPS only.',
      operations: everyOperation,
      excluded:
        'asking over plain HTTP would send a UserSig in the clear, and a mock on the loopback address has no certificate',
    },
    {
      id: 'V1-TRN-010',
      sentence: 'SHOULD: Connections are kept alive for the next request.',
      operations: everyOperation,
      excluded: 'advice to the caller: which connection a request takes is not visible above fetch',
    },
  ],
);
