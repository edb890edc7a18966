import { operations } from '@trtc-call/spec/v1';
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
