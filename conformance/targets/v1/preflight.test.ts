import { createTrtcCallClient } from '@trtc-call/client';
import { createMock } from '@trtc-call/mock';
import { expect, test } from 'vitest';
import { preflight } from './preflight.ts';

const baseUrl = 'https://target.example';
const now = Date.now();

/** A client whose requests are answered by a function. */
function asking(fetch: () => Promise<Response>) {
  return createTrtcCallClient({
    generation: 'v1',
    sdkAppId: 1400000001,
    secretKey: 'the-key',
    region: baseUrl,
    fetch,
  });
}

function refuseWhere(errorCode: number) {
  return asking(async () => Response.json({ errorCode, errorMessage: 'no', requestId: 'r1', data: {} }));
}

test('a target with calls knows a call id', async () => {
  const { fetch, sdkAppId, secretKey } = await createMock();
  const client = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, fetch });
  expect(await preflight(client, baseUrl, now)).toEqual({ name: 'call-id', available: true });
});

test('a target without calls says so', async () => {
  const { fetch, sdkAppId, secretKey } = await createMock({ records: [] });
  const client = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, fetch });
  expect(await preflight(client, baseUrl, now)).toMatchObject({
    available: false,
    reason: expect.stringContaining('no call of the last 7 days'),
  });
});

test.each([70002, 70003, 70004, 50001])(
  'a run cannot begin when everything is refused with %i',
  async (code) => {
    const refused = {
      name: 'CannotRunError',
      code: 'refused-credentials',
      message: expect.stringContaining(String(code)),
    };
    await expect(preflight(refuseWhere(code), baseUrl, now)).rejects.toMatchObject(refused);
  },
);

test('another refusal only leaves the calls unknown', async () => {
  expect(await preflight(refuseWhere(70005), baseUrl, now)).toMatchObject({
    available: false,
    reason: expect.stringContaining('70005'),
  });
});

test('a run cannot begin when nobody answers', async () => {
  const client = asking(async () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) });
  });
  const message = `${baseUrl} cannot be reached (ENOTFOUND): start the server, or check the address and the network`;
  await expect(preflight(client, baseUrl, now)).rejects.toMatchObject({ code: 'unreachable', message });
});

test.each([
  { title: 'another status', answer: () => new Response('<html>', { status: 502 }) },
  { title: 'no JSON', answer: () => new Response('<html>') },
  { title: 'no envelope', answer: () => Response.json({ errorCode: 0 }) },
])('an answer with $title is left to the requirements, which may then ask for calls', async ({ answer }) => {
  expect(
    await preflight(
      asking(async () => answer()),
      baseUrl,
      now,
    ),
  ).toEqual({ name: 'call-id', available: true });
});
