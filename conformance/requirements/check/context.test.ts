import { readFile } from 'node:fs/promises';
import { createTrtcCallClient } from '@trtc-call/client';
import { verifyUserSig } from '@trtc-call/client/usersig';
import { expect, test } from 'vitest';
import { createTestContext as createSilent, makeAnswer } from '../../testing/test-context.ts';
import { generation as v4 } from '../v4/index.ts';
import type { CheckContext } from './context.ts';
import { createCallbackMemory } from './context.ts';

const secretKey = '0123456789abcdef'.repeat(4);
const account = { sdkAppId: 1400000000, identifier: 'administrator', secretKey };
const now = () => Date.UTC(2026, 0, 1);

function createTestContext(text = '{"errorCode":0}'): { context: CheckContext; sent: Request[] } {
  const sent: Request[] = [];
  let time = 0;
  const context = createSilent({
    account,
    fetch: async (url, init) => {
      sent.push(new Request(url, init));
      time += 25;
      return new Response(text, { headers: { 'content-type': 'Application/JSON; charset=utf-8' } });
    },
    clock: () => time,
  });
  return { context, sent };
}

test('a request is right where nothing else is said', async () => {
  const { context, sent } = createTestContext();
  await context.send('getCallback', {});
  const [request] = sent;
  const { pathname, searchParams } = new URL(request?.url ?? '');
  const { usersig = '', ...others } = Object.fromEntries(searchParams);
  expect(request?.method).toBe('POST');
  expect(pathname).toBe('/v1/callback/get');
  expect(others).toEqual({
    sdkappid: '1400000000',
    identifier: 'administrator',
    random: '2147483648',
    contenttype: 'json',
  });
  expect(verifyUserSig({ ...account, userSig: usersig, now }).ok).toBe(true);
  expect(request?.headers.get('content-type')).toBe('application/json');
  expect(await request?.text()).toBe('{}');
});

test('an answer is read: type without parameters, parsed body, and the time it took', async () => {
  const { context } = createTestContext('{"errorCode":7}');
  expect(await context.send('getCallback', {})).toMatchObject({
    status: 200,
    contentType: 'application/json',
    text: '{"errorCode":7}',
    json: { errorCode: 7 },
    code: 7,
    took: 25,
    answeredAt: 25,
  });
  expect((await createTestContext('no JSON').context.send('getCallback', {})).json).toBeUndefined();
});

test('a URL parameter can be changed, left out, added and repeated', async () => {
  const { context, sent } = createTestContext();
  const query = { random: '7', contenttype: null, RANDOM: '8', identifier: ['a', 'b'] };
  await context.send('getCallback', {}, { query });
  const { searchParams } = new URL(sent[0]?.url ?? '');
  expect(searchParams.get('random')).toBe('7');
  expect(searchParams.get('RANDOM')).toBe('8');
  expect(searchParams.has('contenttype')).toBe(false);
  expect(searchParams.getAll('identifier')).toEqual(['a', 'b']);
});

test('method, path and body can be changed', async () => {
  const { context, sent } = createTestContext();
  await context.send('getCallback', {}, { method: 'PUT', path: '/other', rawBody: '{' });
  await context.send('getCallback', {}, { method: 'GET' });
  await context.send('getCallback', {}, { rawBody: null });
  expect(sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
    'PUT /other',
    'GET /v1/callback/get',
    'POST /v1/callback/get',
  ]);
  expect(await Promise.all(sent.map((request) => request.text()))).toEqual(['{', '', '']);
});

test('the Content-Type can be changed, and left out although there is a body', async () => {
  const { context, sent } = createTestContext();
  await context.send('getCallback', {}, { contentType: 'text/plain' });
  await context.send('getCallback', {}, { contentType: null });
  expect(sent.map(({ headers }) => headers.get('content-type'))).toEqual(['text/plain', null]);
  expect(await sent[1]?.text()).toBe('{}');
});

test.for([
  { name: 'another app', options: { sdkAppId: 1 }, reason: 'app' },
  { name: 'another account', options: { identifier: 'somebody' }, reason: 'identifier' },
  { name: 'a lifetime that is over', options: { ageSeconds: 100, lifetimeSeconds: 99 }, reason: 'expired' },
])('a UserSig is wrong where it is asked to be: $name', ({ options, reason }) => {
  const userSig = createTestContext().context.sign(options);
  expect(verifyUserSig({ ...account, userSig, now })).toEqual({ ok: false, reason });
});

test('a foreign UserSig is whole and signed with another key', () => {
  const userSig = createTestContext().context.foreignSign();
  expect(verifyUserSig({ ...account, userSig, now })).toEqual({ ok: false, reason: 'signature' });
});

test('an account without a key uses the UserSig that it was given', () => {
  const context = createSilent({ fetch, account: { sdkAppId: 1, identifier: 'a', userSig: 'given' } });
  expect(context.sign()).toBe('given');
  expect(context.sign({ identifier: 'b' })).not.toBe('given');
  expect(context.now()).toBe(now() / 1000);
});

test('client and raw requests are kept alike, without credentials', async () => {
  const { context } = createTestContext('{"errorCode":0,"errorMessage":"Success","requestId":"1","data":""}');
  await context.send('getCallback', {});
  await createTrtcCallClient({ ...context.clientOptions, generation: 'v1' }).callbacks.delete();
  expect(context.exchanges).toHaveLength(2);
  for (const { url } of context.exchanges) expect(url).toContain('usersig=[redacted]');
});

test('an operation is that of the generation; one that it does not have is a mistake of the check', async () => {
  const sent: string[] = [];
  const fetch = async (url: string) => {
    sent.push(new URL(url).pathname);
    return Response.json({});
  };
  await createSilent({ fetch, generation: v4 }).send('getCallback', {});
  expect(sent).toEqual(['/v4/call_config/get_callback']);
  await expect(createSilent({ fetch }).send('endCall', {})).rejects.toThrow('v1 has no operation endCall');
});

const answering = (code: number) => async () => makeAnswer({ errorCode: code });

test('what a success confirmed is known; what reads or is refused changes nothing', async () => {
  const memory = createCallbackMemory();
  expect(memory.stored()).toBeUndefined();
  await memory.watch('setCallback', 'a', answering(0));
  await memory.watch('getCallback', '{}', answering(0));
  await memory.watch('updateCallback', 'b', answering(70001));
  expect(memory.stored()).toBe('a');
  await memory.watch('updateCallback', 'b', answering(0));
  expect(memory.stored()).toBe('b');
  await memory.watch('deleteCallback', '{}', answering(0));
  expect(memory.stored()).toBeNull();
});

test('without an answer what is stored is unknown', async () => {
  const memory = createCallbackMemory();
  await memory.watch('setCallback', 'a', answering(0));
  const lost = memory.watch('deleteCallback', '{}', () => Promise.reject(new Error('no answer')));
  await expect(lost).rejects.toThrow('no answer');
  expect(memory.stored()).toBeUndefined();
});

test('of two changes that overlap the last is unknown; of two that are refused nothing is changed', async () => {
  const memory = createCallbackMemory();
  await memory.watch('setCallback', 'a', answering(0));
  const both = (code: number) =>
    Promise.all(['b', 'c'].map((body) => memory.watch('setCallback', body, answering(code))));
  await both(70001);
  expect(memory.stored()).toBe('a');
  await both(0);
  expect(memory.stored()).toBeUndefined();
  await memory.watch('setCallback', 'd', answering(0));
  expect(memory.stored()).toBe('d');
});

test('the suite signs nothing by what it checks', async () => {
  const source = await readFile(new URL('./account.ts', import.meta.url), 'utf8');
  expect(source).not.toContain('@trtc-call/client');
});
