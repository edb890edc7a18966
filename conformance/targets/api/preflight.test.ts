import { createMock } from '@trtc-call/mock';
import { describe, expect, test } from 'vitest';
import { apiGenerations } from '../../requirements/suites.ts';
import type { Fetch } from '../recorder.ts';
import { preflight } from './preflight.ts';

const baseUrl = 'https://target.example';
const now = Date.now();
const account = { sdkAppId: 1400000001, identifier: 'administrator', secretKey: 'the-key' };

describe.each(apiGenerations)('$suite.generation', ({ generation }) => {
  const { envelope, limits } = generation.contract;
  const name = generation.contract.generation;
  const ask = (fetch: Fetch, of = account) => preflight({ generation, baseUrl }, of, now, { fetch });
  const refuse = (code: number) =>
    ask(async () =>
      Response.json({
        ...(envelope.outcome && { [envelope.outcome.name]: envelope.outcome.failure }),
        [envelope.code]: code,
        [envelope.message]: 'no',
        [envelope.requestId]: 'r1',
        [envelope.data]: {},
      }),
    );

  test('a target with calls knows a call id; one without says so', async () => {
    const { fetch, sdkAppId, secretKey } = await createMock();
    expect(await ask(fetch, { ...account, sdkAppId, secretKey })).toEqual({
      isThere: true,
      callId: { name: 'call-id', generation: name, available: true },
    });
    const empty = await createMock({ records: [] });
    const reason = expect.stringContaining(`no call of the last ${limits.dataWindow.value} days in ${name}`);
    expect(await ask(empty.fetch, { ...account, sdkAppId, secretKey: empty.secretKey })).toMatchObject({
      isThere: true,
      callId: { available: false, reason },
    });
  });

  test.each(
    { v1: [70002, 70003, 70004, 50001], v4: [60004, 60005, 60006, 60010, 60020, 60026, 70013] }[name] ?? [],
  )('a run cannot begin when everything is refused with %i', async (code) => {
    // Of these the credentials are right, and the app cannot be asked.
    const what = [50001, 60020, 60026].includes(code) ? 'the app' : 'the credentials';
    await expect(refuse(code)).rejects.toMatchObject({
      name: 'CannotRunError',
      code: 'refused-credentials',
      message: expect.stringContaining(` refused ${what} with ${code} `),
    });
  });

  test('another refusal only leaves the calls unknown', async () => {
    const busy = generation.contract.mistakes.find(({ id }) => id === 'rate-exceeded')?.answer ?? 0;
    expect(await refuse(busy)).toMatchObject({
      isThere: true,
      callId: { available: false, reason: expect.stringContaining(String(busy)) },
    });
  });

  test('a run cannot begin when there is no answer, or what is known cannot be right', async () => {
    const cause = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    const silent = ask(() => Promise.reject(new TypeError('fetch failed', { cause })));
    const message = `${baseUrl} cannot be reached (ENOTFOUND): start the server, or check the address and the network`;
    await expect(silent).rejects.toMatchObject({ code: 'unreachable', message });
    const plain = preflight({ generation, baseUrl: 'http://user:pw@target.example' }, account, now);
    await expect(plain).rejects.toMatchObject({
      code: 'bad-variable',
      message: expect.stringMatching(/^http:\/\/target\.example cannot be asked: begin with https/),
    });
    const keyless = ask(async () => new Response(), { ...account, secretKey: '' });
    await expect(keyless).rejects.toThrow(/^TRTC_CALL_SECRET_KEY cannot be used/);
  });

  test.each([401, 403, 407, 429, 451, 502, 503, 504])(
    'a run cannot begin when something in front of the service answers with HTTP %i',
    async (status) => {
      await expect(ask(async () => new Response('<html>', { status }))).rejects.toMatchObject({
        code: 'unreachable',
        message: `${baseUrl} answered with HTTP status ${status}: something between here and the service answered; check the address, proxies and firewalls`,
      });
    },
  );

  // No page of v1 lists such a code.
  test.each({ v1: [], v4: [60008, 60014, 70500, 101001] }[name] ?? [])(
    'a run cannot begin when the service itself fails with %i',
    async (code) => {
      const message = expect.stringMatching(`^${baseUrl} fails with ${code} .*: try again later`);
      await expect(refuse(code)).rejects.toMatchObject({ code: 'unreachable', message });
    },
  );

  test.each([
    { title: 'another status', answer: () => new Response('<html>', { status: 404 }) },
    { title: 'no envelope', answer: () => Response.json({}) },
  ])(
    'an answer with $title is not that of the generation; its requirements may ask for calls',
    async ({ answer }) => {
      expect(await ask(async () => answer())).toMatchObject({ isThere: false, callId: { available: true } });
    },
  );

  const refusal = {
    ...(envelope.outcome && { [envelope.outcome.name]: envelope.outcome.failure }),
    // In no list of either generation.
    [envelope.code]: 59999,
    [envelope.message]: 'no',
    [envelope.requestId]: 'r1',
  };
  test.each([
    { what: 'HTTP status 500', isThere: false, answer: () => new Response('<html>', { status: 500 }) },
    { what: 'HTTP status 520', isThere: false, answer: () => new Response('{}', { status: 520 }) },
    { what: 'a page that is not JSON', isThere: false, answer: () => new Response('<html>') },
    { what: 'the unlisted code 59999', isThere: true, answer: () => Response.json(refusal) },
  ])(
    'a run cannot begin when two operations are answered with $what; one alone is for the requirements',
    async ({ what, isThere, answer }) => {
      await expect(ask(async () => answer())).rejects.toMatchObject({
        code: 'unreachable',
        message: `${baseUrl} answers everything with ${what}: try again later, or check the address, proxies and firewalls`,
      });
      const { getRecordsByFilter, getCallback } = generation.contract.operations;
      const asked: string[] = [];
      const one = await ask(async (url) => {
        const { pathname } = new URL(url);
        asked.push(pathname);
        return pathname === getRecordsByFilter?.path ? answer() : Response.json({});
      });
      expect(one.isThere).toBe(isThere);
      expect(asked).toEqual([getRecordsByFilter?.path, getCallback?.path]);
    },
  );
});
