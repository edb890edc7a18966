import { operations } from '@trtc-call/spec/v1';
import { operations as v4Operations } from '@trtc-call/spec/v4';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createMock, type Mock } from './index.ts';
import { type Envelope, writeTarget } from './testing/call.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await createMock({ now: () => 1_700_000_000_000, rateLimit: false });
});

async function expectEnvelope(url: string, init: RequestInit): Promise<void> {
  const response = await mock.fetch(url, init);
  const envelope = (await response.json()) as Envelope;
  expect(response.status).toBe(200);
  expect(typeof envelope.errorCode).toBe('number');
  expect(typeof envelope.errorMessage).toBe('string');
  expect(envelope.requestId).toMatch(/^[0-9a-f]{32}$/);
}

const operationIds = fc.constantFrom(...Object.values(operations).map(({ operationId }) => operationId));
const headers = { 'content-type': 'application/json' };

test('any bytes as a body are answered with an envelope', async () => {
  await fc.assert(
    fc.asyncProperty(operationIds, fc.uint8Array({ maxLength: 200 }), async (operationId, body) => {
      const url = `https://x.example${writeTarget(mock, operationId)}`;
      await expectEnvelope(url, { method: 'POST', headers, body: new Uint8Array(body) });
    }),
  );
});

test('any JSON object as a body is answered with an envelope', async () => {
  const names = fc.constantFrom(
    'callId',
    'startTimestamp',
    'page',
    'numberPerPage',
    'callType',
    'address',
    'actions',
  );
  const objects = fc.dictionary(fc.oneof(names, fc.string()), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(operationIds, objects, async (operationId, body) => {
      const url = `https://x.example${writeTarget(mock, operationId)}`;
      await expectEnvelope(url, { method: 'POST', headers, body: JSON.stringify(body) });
    }),
  );
});

test('any path and query are answered with an envelope', async () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom('sdkappid', 'identifier', 'usersig', 'x'), fc.string()));
  const paths = fc.oneof(fc.constantFrom(...Object.values(operations).map(({ path }) => path)), fc.webPath());
  await fc.assert(
    fc.asyncProperty(paths, pairs, fc.string(), async (path, query, tail) => {
      const text = `${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}${tail}`;
      await expectEnvelope(`https://x.example${path}?${text.replaceAll('#', '')}`, {
        method: 'POST',
        headers,
        body: '{}',
      });
    }),
  );
});

const anyJson = fc.jsonValue();
/** Bodies that come near to a good one of v4, so that handlers are reached. */
const nearBodies = fc.record(
  {
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
const v4Paths = Object.values(v4Operations).map(({ path }) => path);

test('any request is answered with an envelope of its generation, and with nothing else', async () => {
  const members = {
    v1: ['data', 'errorCode', 'errorMessage', 'requestId'],
    v4: ['ActionStatus', 'ErrorCode', 'ErrorInfo', 'RequestId'],
  };
  const codes = new Set<unknown>();
  const paths = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...v4Paths) },
    fc.constantFrom('/v4/', '/v4/call_config', ...Object.values(operations).map(({ path }) => path)),
    fc.webPath().map((path) => `/v4${path}`),
  );
  const methods = fc.oneof(
    { weight: 8, arbitrary: fc.constant('POST') },
    fc.constantFrom('GET', 'PUT', 'DELETE'),
  );
  const [, query = ''] = writeTarget(mock, 'getCallback').split('?');
  const queries = fc.oneof({ weight: 8, arbitrary: fc.constant(query) }, fc.webQueryParameters());
  await fc.assert(
    fc.asyncProperty(paths, methods, queries, nearBodies, async (path, method, search, body) => {
      const response = await mock.fetch(`https://x.example${path}?${search}`, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
      });
      expect(response.status).toBe(200);
      const envelope = await response.json();
      if (/^\/v4(\/|$)/.test(path)) {
        const isGood = envelope.ErrorCode === 0;
        codes.add(envelope.ErrorCode);
        expect(Object.keys(envelope).sort()).toEqual(
          [...members.v4, ...('Response' in envelope ? ['Response'] : [])].sort(),
        );
        expect([envelope.ActionStatus, envelope.ErrorInfo === '']).toEqual([isGood ? 'OK' : 'FAIL', isGood]);
        expect(envelope.RequestId).toMatch(/^Id-[0-9a-f]{32}-O-Seq-\d+$/);
      } else expect(Object.keys(envelope).sort()).toEqual(members.v1);
    }),
    { numRuns: 500 },
  );
  expect([...codes], 'the requests reach handlers and refusals alike').toEqual(
    expect.arrayContaining([0, 60002, 60009, 100002, 101002]),
  );
});
