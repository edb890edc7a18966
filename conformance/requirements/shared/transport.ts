import type { CheckContext } from '../check/context.ts';
import { expect, given } from '../check/expect.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import { expectThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import { configureAnything } from './callback.ts';
import { listBody, listOperations, requestList } from './records-in-window.ts';
import { expired, notAdministrator } from './user-sig.ts';

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
        // Without the key no valid UserSig can be signed.
        const signed = context.account.secretKey === undefined ? [] : [expired, notAdministrator];
        const garbage = { by: 'SIG-003', query: () => ({ usersig: 'no-user-sig' }) } as const;
        for (const operation of readOperations) {
          for (const { by, query } of [garbage, ...signed]) {
            const answer = await context.send(operation, {}, { query: query(context) });
            given(by, answer).toBeRefused();
            expect(answer).toHaveStatus(200);
          }
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
        for (const query of [{}, { usersig: 'no-user-sig' }]) {
          const { contentType } = await requestList(context, { query });
          expectThat(contentType === 'application/json', 'Content-Type application/json', `"${contentType}"`);
        }
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

const malformed = ['{"a":', 'a=1', '{a:1}'];
const notObjects = ['[]', 'null', '"text"', '17'];

/** The body as a whole; its fields are in the areas of the operations. */
export function body(generation: Generation): readonly Requirement[] {
  const isRefused = (mistake: string, sentence: string, rawBodies: readonly string[]): Literal => ({
    mistakes: [mistake],
    sentence,
    ask: (context) => sendEach(context, 'getRecordsByFilter', rawBodies),
  });
  /** Reading a callback that is there takes `{}`: what is taken for it is not refused for anything else. */
  const isNotTakenForEmptyObject = (
    mistake: string,
    sentence: string,
    rawBodies: readonly string[],
  ): Literal => ({
    mistakes: [mistake],
    sentence,
    operations: ['setCallback', 'getCallback'],
    needs: ['mutate-callback'],
    async ask(context) {
      await configureAnything(context);
      const [right, ...answers] = await Promise.all([
        context.send('getCallback', {}),
        ...sendEach(context, 'getCallback', rawBodies),
      ]);
      given('CBG-002', right).toSucceed();
      return answers;
    },
  });
  const common = { source: [generation.introduction], operations: ['getRecordsByFilter'] };
  return defineArea(common, generation, {
    'BDY-001': isRefused('body-empty', 'A request with an empty body is refused.', ['']),
    'BDY-002': isRefused('body-malformed', 'A body that is not JSON is refused.', malformed),
    'BDY-003': isRefused('body-not-object', 'A JSON body that is not an object is refused.', notObjects),
    'BDY-004': {
      mistakes: ['content-type-wrong'],
      sentence: 'A body whose Content-Type is not JSON is refused.',
      ask: (context) => requestList(context, { contentType: 'text/plain' }),
    },
    'BDY-005': {
      level: 'SHOULD',
      sentence: 'White space around the members of a body changes nothing.',
      ask(context) {
        const rawBody = `\n ${JSON.stringify(listBody(context), null, 4)} \r\n`;
        return context.send('getRecordsByFilter', undefined, { rawBody });
      },
    },
    'BDY-006': isNotTakenForEmptyObject(
      'body-malformed',
      'A body that is empty or not JSON is refused also where an empty object is right.',
      ['', ...malformed],
    ),
    'BDY-007': isNotTakenForEmptyObject(
      'body-not-object',
      'A JSON body that is not an object is refused also where an empty object is right.',
      notObjects,
    ),
  });
}

function sendEach(context: CheckContext, operation: string, rawBodies: readonly string[]) {
  return rawBodies.map((rawBody) => context.send(operation, undefined, { rawBody }));
}
