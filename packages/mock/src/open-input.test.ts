import { operations } from '@trtc-call/spec/v1';
import { operations as v4Operations } from '@trtc-call/spec/v4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMock } from './index.ts';
import { writeTarget } from './testing/call.ts';

const anyJson = fc.jsonValue();
/** Bodies that come near to a good one of either generation, so that handlers are reached. */
const nearBodies = fc.record(
  {
    callId: anyJson,
    startTimestamp: fc.oneof(fc.nat(), anyJson),
    numberPerPage: anyJson,
    page: anyJson,
    address: fc.oneof(fc.webUrl(), anyJson),
    actions: fc.oneof(fc.constant(['cancel']), anyJson),
    CallId: fc.oneof(fc.string(), anyJson),
    Robot_Account: fc.oneof(fc.string(), anyJson),
    CalleeList_Account: fc.oneof(fc.array(fc.string(), { minLength: 1, maxLength: 3 }), anyJson),
    Timeout: fc.oneof(fc.integer({ min: 10_000, max: 600_000 }), anyJson),
    UserData: fc.string(),
    CallInfo: fc.oneof(fc.constant({ MediaType: 'Audio', RoomIdType: 1 }), anyJson),
    StartTime: fc.oneof(fc.nat(), anyJson),
    EndTime: fc.nat(),
    NumberPerPage: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(1e308)),
    Page: fc.oneof(fc.integer({ min: 1 }), fc.constant(1e308)),
    Url: fc.oneof(fc.webUrl(), fc.string(), anyJson),
    CallbackCommandList: fc.oneof(fc.array(fc.string()), anyJson),
  },
  { requiredKeys: [] },
);
const bodies = fc.oneof(
  { weight: 6, arbitrary: nearBodies.map((body) => JSON.stringify(body)) },
  fc.dictionary(fc.string(), anyJson).map((body) => JSON.stringify(body)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
);
const paths = [operations, v4Operations].map((all) => Object.values(all).map(({ path }) => path));
const targets = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...(paths[0] ?? [])) },
  { weight: 8, arbitrary: fc.constantFrom(...(paths[1] ?? [])) },
  fc.constantFrom('/v4/', '/v4/call_config'),
  fc.webPath(),
  fc.webPath().map((path) => `/v4${path}`),
);
const methods = fc.oneof(
  { weight: 8, arbitrary: fc.constant('POST') },
  fc.constantFrom('GET', 'PUT', 'DELETE'),
);
const names = fc.constantFrom('sdkappid', 'identifier', 'usersig', 'x');
const anyQuery = fc
  .tuple(fc.array(fc.tuple(names, fc.string())), fc.string())
  .map(([pairs, tail]) => `${new URLSearchParams(pairs)}${tail.replaceAll('#', '')}`);

test('any request is answered with an envelope of its generation, and with nothing else', async () => {
  const mock = await createMock({ now: () => 1_700_000_000_000, rateLimit: false });
  const [, good = ''] = writeTarget(mock, 'getCallback').split('?');
  const queries = fc.oneof({ weight: 8, arbitrary: fc.constant(good) }, fc.webQueryParameters(), anyQuery);
  const codes = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(targets, methods, queries, bodies, async (path, method, query, body) => {
      const response = await mock.fetch(`https://x.example${path}?${query}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body }),
      });
      expect(response.status).toBe(200);
      const envelope = await response.json();
      if (/^\/v4(\/|$)/.test(path)) {
        const { Response: _, ...members } = envelope;
        const isGood = envelope.ErrorCode === 0;
        codes.add(envelope.ErrorCode);
        expect(members).toEqual({
          ActionStatus: isGood ? 'OK' : 'FAIL',
          ErrorCode: expect.any(Number),
          ErrorInfo: isGood ? '' : expect.stringMatching(/./),
          RequestId: expect.stringMatching(/^Id-[0-9a-f]{32}-O-Seq-\d+$/),
        });
      } else {
        codes.add(envelope.errorCode);
        expect(envelope).toEqual({
          errorCode: expect.any(Number),
          errorMessage: expect.any(String),
          requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
          data: expect.anything(),
        });
      }
    }),
    { numRuns: 800 },
  );
  expect([...codes], 'the requests reach handlers and refusals alike').toEqual(
    expect.arrayContaining([0, 60002, 60009, 100002, 101002, 70009]),
  );
});
