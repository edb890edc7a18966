import { signUserSig } from '@trtc-call/client/usersig';
import type { MistakeEntry } from '@trtc-call/spec';
import * as v1 from '@trtc-call/spec/v1';
import * as v4 from '@trtc-call/spec/v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningMock, startMock } from './index.ts';
import { anywhere, bodiesV1, bodiesV4, type Change } from './testing/bad-requests.ts';

const now = (): number => 1_700_000_000_000;
let mock: RunningMock;
beforeAll(async () => {
  mock = await startMock({ now, rateLimit: false });
});
afterAll(() => mock.close());

const generations = [
  { ...v1.contract, bodies: bodiesV1, requestId: /^[0-9a-f]{32}$/, others: { data: {} } },
  {
    ...v4.contract,
    bodies: bodiesV4,
    requestId: /^Id-[0-9a-f]{32}-O-Seq-\d+$/,
    others: { ActionStatus: 'FAIL' },
  },
];

/** Mistakes that lie in the app, and are made in tests of their own; an empty page is given for the last (V4-U-08). */
const ofTheApp = ['package-missing', 'rate-exceeded', 'nothing-matches'];

async function exchange(fetcher: typeof fetch, path: string, change: Change, of = mock) {
  const { sdkAppId, secretKey } = of;
  const { identifier = of.identifier, method = 'POST', body = {} } = change;
  const { agedSeconds = 0, ...claims } = change.sign ?? {};
  const signedAt = () => now() - agedSeconds * 1000;
  const usersig = signUserSig({ sdkAppId, secretKey, identifier, now: signedAt, ...claims });
  const parameters = { sdkappid: String(sdkAppId), identifier, usersig, random: '1', contenttype: 'json' };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...parameters, ...change.query })) {
    if (value !== null) query.append(name, value);
  }
  const sent = change.bytes ?? (typeof body === 'string' ? body : JSON.stringify(body));
  const response = await fetcher(`${of.url}${path}?${query}${change.appended ?? ''}`, {
    method,
    headers: {
      'content-type': change.contentType ?? 'application/json',
      ...(change.contentEncoding && { 'content-encoding': change.contentEncoding }),
    },
    ...(method === 'GET' ? {} : { body: sent }),
  });
  return { response, envelope: await response.json() };
}

describe.each(generations)('a mistake of $generation', (contract) => {
  const { generation, envelope, mistakes, operations, bodies, requestId, others } = contract;
  const find = (operationId: string) =>
    Object.values(operations).find((operation) => operation.operationId === operationId);
  const listChanges = ({ id }: MistakeEntry, operationId: string): readonly Change[] =>
    anywhere[id] ?? (bodies[id]?.[operationId] ?? []).map((body) => ({ body }));
  const provoked = mistakes.filter(({ id }) => !ofTheApp.includes(id));
  const cases = provoked.flatMap((mistake) =>
    mistake.operations.map((operationId) => ({ id: mistake.id, operationId, mistake })),
  );

  test.each(cases)(
    '$id in $operationId is answered as the contract says',
    async ({ mistake, operationId }) => {
      const changes = listChanges(mistake, operationId);
      expect(
        changes,
        `add a body for ${operationId} under ${mistake.id} in src/testing/bad-requests.ts`,
      ).not.toEqual([]);
      // A socket knows no operations: one for each mistake shows that it is answered there as well.
      const fetchers = operationId === mistake.operations[0] ? [mock.fetch, fetch] : [mock.fetch];
      for (const change of changes) {
        const path =
          change.path === undefined ? (find(operationId)?.path ?? '') : `/${generation}${change.path}`;
        for (const fetcher of fetchers) {
          const { response, envelope: answer } = await exchange(fetcher, path, change);
          expect(response.status).toBe(200);
          expect(response.headers.get('content-type')).toBe('application/json');
          expect(
            response.headers.get('x-mock-mistake')?.split(';')[0],
            JSON.stringify(change).slice(0, 200),
          ).toBe(mistake.id);
          expect(answer).toEqual({
            [envelope.code]: mistake.answer,
            [envelope.message]: expect.stringMatching(/./),
            [envelope.requestId]: expect.stringMatching(requestId),
            ...others,
          });
        }
      }
    },
  );

  test('is made by nothing that the contract does not name', () => {
    const named = new Set(cases.map(({ id, operationId }) => `${id} ${operationId}`));
    const made = Object.entries(bodies).flatMap(([id, rows]) =>
      Object.keys(rows).map((operationId) => `${id} ${operationId}`),
    );
    expect(made.filter((name) => !named.has(name))).toEqual([]);
  });

  test('is made by every operation of an app without a package', async () => {
    await using poor = await startMock({ now, packageActive: false });
    const answer = mistakes.find(({ id }) => id === 'package-missing')?.answer;
    for (const { path } of Object.values(operations)) {
      const { envelope: refused } = await exchange(poor.fetch, path, {}, poor);
      expect(refused[envelope.code], path).toBe(answer);
    }
  });

  test('is made by one request more than the rate limit allows, for each app and operation', async () => {
    let time = now();
    await using rated = await startMock({ now: () => time });
    const answer = mistakes.find(({ id }) => id === 'rate-exceeded')?.answer;
    for (const { path, rateLimit } of Object.values(operations)) {
      const codes: number[] = [];
      const ask = async (change: Change = {}) =>
        (await exchange(rated.fetch, path, change, rated)).envelope[envelope.code];
      for (let sent = 0; sent <= rateLimit.requests; sent += 1) codes.push(await ask());
      expect(codes.indexOf(answer ?? 0), path).toBe(rateLimit.requests);
      expect(await ask({ query: { sdkappid: '5' }, sign: { sdkAppId: 5 } }), 'another app').not.toBe(answer);
      time += rateLimit.perSeconds * 1000;
      expect(await ask(), 'when the time is over').not.toBe(answer);
    }
  });
});
